import { ActionIcon, Badge, Button, Group, Text } from '@mantine/core';
import type { NotificationView } from '@minispod/contracts/notification';
import { IconBell, IconCheck, IconChecks } from '@tabler/icons-react';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../app/query-client.js';
import { trpc } from '../../app/trpc.js';
import { useFormat, useNow } from '../../format/use-format.js';
import { Empty } from '../../ui/empty.js';
import { Page } from '../../ui/page.js';
import { PagedRows } from '../../ui/paged-rows.js';
import classes from './notifications.module.css';

const route = getRouteApi('/account/notifications');
const askAgain = () => queryClient.invalidateQueries({ queryKey: trpc.notifications.pathKey() });

export function NotificationsPage() {
  const { t } = useTranslation();
  const { page = 1 } = route.useSearch();
  const navigate = route.useNavigate();
  const notifications = useQuery({
    ...trpc.notifications.list.queryOptions({ page, limit: 20 }),
    placeholderData: keepPreviousData,
  });
  const markAll = useMutation(trpc.notifications.markAllRead.mutationOptions({ onSettled: askAgain }));
  const unread = notifications.data?.unread ?? 0;
  return (
    <Page
      title={t('notification.title')}
      actions={
        unread > 0 && (
          <Button
            variant="default"
            loading={markAll.isPending}
            onClick={() => markAll.mutate()}
            leftSection={<IconChecks size={18} aria-hidden />}
          >
            {t('notification.markAll')}
          </Button>
        )
      }
    >
      <PagedRows
        query={notifications}
        keyOf={(notification) => notification.id}
        row={(notification) => <NotificationRow notification={notification} />}
        onPage={(next) => navigate({ search: { page: next } })}
        empty={
          <Empty icon={IconBell} title={t('notification.emptyTitle')} text={t('notification.emptyText')} />
        }
      />
    </Page>
  );
}

function NotificationRow({ notification }: { notification: NotificationView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow(60_000);
  const router = useRouter();
  const { id, title, body, link, readAt, createdAt } = notification;
  const markRead = useMutation(trpc.notifications.markRead.mutationOptions({ onSettled: askAgain }));
  return (
    <Group
      wrap="nowrap"
      align="flex-start"
      gap="md"
      className={classes.row}
      data-unread={!readAt || undefined}
    >
      <div style={{ flex: 1, minWidth: 0 }}>
        <Group gap="xs">
          {link ? (
            <a
              href={link}
              className={classes.title}
              onClick={(event) => {
                event.preventDefault();
                if (!readAt) markRead.mutate({ id });
                router.history.push(link);
              }}
            >
              {title}
            </a>
          ) : (
            <Text fw={600}>{title}</Text>
          )}
          {!readAt && (
            <Badge size="sm" tt="none" variant="light">
              {t('notification.unread')}
            </Badge>
          )}
        </Group>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {body}
        </Text>
        <Text size="sm" c="dimmed" component="time" dateTime={createdAt} title={format.dateTime(createdAt)}>
          {format.ago(createdAt, now)}
        </Text>
      </div>
      {!readAt && (
        <ActionIcon
          variant="subtle"
          color="gray"
          size={40}
          onClick={() => markRead.mutate({ id })}
          aria-label={t('notification.markOne', { title })}
        >
          <IconCheck size={20} aria-hidden />
        </ActionIcon>
      )}
    </Group>
  );
}
