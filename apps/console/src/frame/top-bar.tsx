import { ActionIcon, Button, Group, Kbd, Skeleton, Text } from '@mantine/core';
import type { UserView } from '@minispod/contracts/account';
import { IconSearch } from '@tabler/icons-react';
import { useLocation } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../ui/links.js';
import { AccountMenu } from './account-menu.js';
import { BalanceLink } from './balance-link.js';
import { Bell } from './bell.js';
import { Logo } from './logo.js';
import { PreferencesMenu } from './preferences-menu.js';

interface TopBarProps {
  user: UserView | null;
  /** False until the server has said who this is. */
  isKnown: boolean;
  onSearch: () => void;
}

export function TopBar({ user, isKnown, onSearch }: TopBarProps) {
  return (
    <Group h="100%" px={{ base: 'md', sm: 'lg' }} justify="space-between" wrap="nowrap" gap="sm">
      <Logo />
      <Group gap="xs" wrap="nowrap">
        <SearchButton onSearch={onSearch} />
        {!isKnown && <Skeleton h={36} w={160} />}
        {isKnown && (user ? <CustomerControls user={user} /> : <VisitorControls />)}
      </Group>
    </Group>
  );
}

function SearchButton({ onSearch }: { onSearch: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Button
        visibleFrom="md"
        variant="default"
        c="dimmed"
        fw={400}
        size="sm"
        onClick={onSearch}
        leftSection={<IconSearch size={16} aria-hidden />}
        rightSection={<Kbd size="xs">Ctrl K</Kbd>}
      >
        {t('frame.search')}
      </Button>
      <ActionIcon
        hiddenFrom="md"
        variant="subtle"
        color="gray"
        size={40}
        onClick={onSearch}
        aria-label={t('frame.search')}
      >
        <IconSearch size={21} aria-hidden />
      </ActionIcon>
    </>
  );
}

function CustomerControls({ user }: { user: UserView }) {
  return (
    <>
      <BalanceLink />
      <Bell />
      <AccountMenu user={user} />
    </>
  );
}

function VisitorControls() {
  const { t } = useTranslation();
  const { href, pathname } = useLocation();
  // From the login page itself one comes back to wherever that page would have led.
  const redirect = pathname === '/login' || pathname === '/register' || href === '/' ? undefined : href;
  return (
    <>
      <PreferencesMenu />
      <ButtonLink to="/login" search={{ redirect }} variant="subtle" size="sm">
        {t('frame.logIn')}
      </ButtonLink>
      <ButtonLink to="/register" search={{ redirect }} size="sm" visibleFrom="xs">
        <Text component="span" inherit>
          {t('frame.register')}
        </Text>
      </ButtonLink>
    </>
  );
}
