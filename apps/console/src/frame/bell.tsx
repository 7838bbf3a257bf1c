import { Indicator } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '../app/trpc.js';
import { ActionIconLink } from '../ui/links.js';

export function Bell() {
  const { t } = useTranslation();
  const unread = useQuery(trpc.notifications.list.queryOptions({ page: 1, limit: 20 })).data?.unread ?? 0;
  return (
    <Indicator
      label={unread > 99 ? '99+' : unread}
      disabled={unread === 0}
      size={18}
      offset={6}
      color="red.7"
    >
      <ActionIconLink
        to="/notifications"
        variant="subtle"
        color="gray"
        size={40}
        aria-label={unread > 0 ? t('frame.unread', { count: unread }) : t('frame.unreadNone')}
      >
        <IconBell size={21} aria-hidden />
      </ActionIconLink>
    </Indicator>
  );
}
