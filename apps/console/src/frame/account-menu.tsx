import { Avatar, Button, Divider, Popover, Stack, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { UserView } from '@minispod/contracts/account';
import { IconLogout, IconUser } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../ui/links.js';
import { Preferences } from './preferences.js';
import { useLogOut } from './use-log-out.js';

const initials = (name: string) =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('');

/** On phones the bottom bar's menu holds the same. */
export function AccountMenu({ user }: { user: UserView }) {
  const { t } = useTranslation();
  const logOut = useLogOut();
  const [opened, { toggle, close }] = useDisclosure();
  return (
    <Popover
      width={320}
      position="bottom-end"
      shadow="md"
      radius="lg"
      trapFocus
      opened={opened}
      onChange={(next) => !next && close()}
    >
      <Popover.Target>
        <UnstyledButton
          visibleFrom="sm"
          onClick={toggle}
          aria-label={t('frame.account', { name: user.name })}
          style={{ borderRadius: 999 }}
        >
          <Avatar size={38} color="tide" aria-hidden>
            {initials(user.name)}
          </Avatar>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('frame.accountShort')}>
        <Stack gap="md">
          <div>
            <Text fw={600}>{user.name}</Text>
            <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {user.email}
            </Text>
          </div>
          <Preferences />
          <Divider color="var(--hairline)" />
          <Stack gap={4}>
            <ButtonLink
              to="/profile"
              onClick={close}
              variant="subtle"
              color="gray"
              justify="flex-start"
              leftSection={<IconUser size={18} aria-hidden />}
            >
              {t('frame.nav.profile')}
            </ButtonLink>
            <Button
              onClick={logOut}
              variant="subtle"
              color="gray"
              justify="flex-start"
              leftSection={<IconLogout size={18} aria-hidden />}
            >
              {t('frame.logOut')}
            </Button>
          </Stack>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
