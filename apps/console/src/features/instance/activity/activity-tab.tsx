import { Group, Text } from '@mantine/core';
import type { InstanceDetail } from '@minispod/contracts/instance';
import {
  IconActivity,
  IconAlertTriangle,
  IconHandClick,
  IconHistory,
  IconServerCog,
} from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { RouterOutputs } from '../../../app/router-outputs.js';
import { trpc } from '../../../app/trpc.js';
import { useFormat } from '../../../format/use-format.js';
import { Empty } from '../../../ui/empty.js';
import { PagedRows } from '../../../ui/paged-rows.js';
import { aboutWhat, actorWord, eventWord, saysMore } from './event-words.js';

type Event = RouterOutputs['instances']['events']['items'][number];

const route = getRouteApi('/account/instances/$id');
const POLL_MS = 15_000;

/** Changes of state, what somebody did, and what the cluster says, newest first. */
export function ActivityTab({ instance }: { instance: InstanceDetail }) {
  const { t } = useTranslation();
  const { page = 1 } = route.useSearch();
  const navigate = route.useNavigate();
  const events = useQuery({
    ...trpc.instances.events.queryOptions({ id: instance.id, page, limit: 20 }),
    placeholderData: keepPreviousData,
    refetchInterval: page === 1 ? POLL_MS : false,
  });
  return (
    <PagedRows
      title={t('activity.title')}
      query={events}
      keyOf={({ at, source, code, message }) => `${at}${source}${code}${message}`}
      row={(event) => <EventRow event={event} />}
      onPage={(next) => navigate({ search: (before) => ({ ...before, page: next }), resetScroll: false })}
      skeletonRows={6}
      empty={<Empty icon={IconActivity} title={t('activity.none')} text={t('activity.noneText')} />}
    />
  );
}

const ICONS = { STATUS: IconHistory, ACTIVITY: IconHandClick, CLUSTER: IconServerCog } as const;

function EventRow({ event }: { event: Event }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { at, source, actor, isWarning } = event;
  const Icon = isWarning ? IconAlertTriangle : ICONS[source];
  const about = aboutWhat(event, t);
  const facts = [
    format.dateTime(at),
    t(`activity.source.${source}`),
    actor && t('activity.by', { actor: actorWord(actor, t) }),
  ].filter(Boolean);
  return (
    <Group wrap="nowrap" align="flex-start" gap="md" py="sm">
      <Icon
        size={20}
        color={isWarning ? 'var(--warn)' : 'var(--mantine-color-dimmed)'}
        style={{ flex: 'none', marginTop: 2 }}
        aria-hidden
      />
      <div style={{ minWidth: 0 }}>
        <Text fw={600}>
          {eventWord(event, t)}
          {about && (
            <Text span fw={400} style={{ overflowWrap: 'anywhere' }}>
              {' '}
              {about}
            </Text>
          )}
        </Text>
        {saysMore(event) && (
          <Text size="sm" c="dimmed" className="address">
            {event.message}
          </Text>
        )}
        <Text size="sm" c="dimmed" className="figures" style={{ whiteSpace: 'normal' }}>
          {facts.join(' · ')}
        </Text>
      </div>
    </Group>
  );
}
