import { Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import type { UserView } from '@minispod/contracts/account';
import { lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { Portrait } from '../ui/portrait.js';
import { operatorPages } from './operator.js';
import { Sheet } from './sheet.js';
import classes from './shell.module.css';

const AccountLinks = lazy(() =>
  import('./account-links.js').then((file) => ({ default: file.AccountLinks })),
);

/** On phones the bottom bar's menu holds the same. */
export function AccountMenu({ user }: { user: UserView }) {
  const { t } = useTranslation();
  return (
    <Sheet
      label={t('frame.accountShort')}
      button={(opens) => (
        <UnstyledButton visibleFrom="sm" {...opens}>
          <VisuallyHidden>{t('frame.account', { name: user.name })}</VisuallyHidden>
          <Portrait user={user} className={classes.avatar} />
        </UnstyledButton>
      )}
    >
      {(close) => (
        <>
          <Text fw={600}>{user.name}</Text>
          <Text size="sm" c="dimmed" mb="md" style={{ overflowWrap: 'anywhere' }}>
            {user.email}
          </Text>
          <AccountLinks pages={['profile', ...operatorPages(user)]} onLeave={close} />
        </>
      )}
    </Sheet>
  );
}
