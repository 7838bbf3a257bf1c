import { Group, NativeSelect, Skeleton, Stack, Text } from '@mantine/core';
import type { InstanceDetail, InstanceStatus } from '@minispod/contracts/instance';
import { IconTerminal2 } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../../ui/empty.js';
import { Panel } from '../../../ui/panel.js';
import { QueryView } from '../../../ui/query-view.js';
import { LogView } from './log-view.js';
import { useLog } from './use-log.js';

const route = getRouteApi('/account/instances/$id');

/** What the app writes: its last lines, and whatever comes while one looks. */
export function LogTab({ instance }: { instance: InstanceDetail }) {
  const { t } = useTranslation();
  const { container, previous = false } = route.useSearch();
  const isRunning = instance.status === 'RUNNING' || instance.status === 'PROVISIONING';
  const { tail, lines, stream } = useLog({ id: instance.id, container, previous, isRunning });
  return (
    <Panel title={t('logs.title')} action={<Which containers={tail.data?.containers ?? []} />}>
      <QueryView query={tail} skeleton={<Skeleton h={420} />}>
        {({ notice }) =>
          lines.length === 0 ? (
            <NoLines status={instance.status} previous={previous} notice={notice} />
          ) : (
            <LogView
              lines={lines}
              stream={stream}
              name={`${instance.subdomain}${previous ? '-previous' : ''}`}
            />
          )
        }
      </QueryView>
    </Panel>
  );
}

/** Whose log, and of which run. */
function Which({ containers }: { containers: readonly string[] }) {
  const { t } = useTranslation();
  const { container = 'app', previous = false } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Group gap="sm">
      {containers.length > 1 && (
        <NativeSelect
          size="sm"
          aria-label={t('logs.container')}
          value={container}
          onChange={({ currentTarget: { value } }) =>
            navigate({
              search: (before) => ({ ...before, container: value === 'app' ? undefined : value }),
              replace: true,
              resetScroll: false,
            })
          }
          data={containers.map((value) => ({ value, label: value === 'app' ? t('logs.app') : value }))}
        />
      )}
      <NativeSelect
        size="sm"
        aria-label={t('logs.which')}
        value={previous ? 'previous' : 'current'}
        onChange={({ currentTarget: { value } }) =>
          navigate({
            search: (before) => ({ ...before, previous: value === 'previous' || undefined }),
            replace: true,
            resetScroll: false,
          })
        }
        data={[
          { value: 'current', label: t('logs.current') },
          { value: 'previous', label: t('logs.previous') },
        ]}
      />
    </Group>
  );
}

const SILENT = ['PENDING', 'PROVISIONING', 'STOPPED', 'SUSPENDED', 'MAINTENANCE', 'TERMINATED'] as const;

interface NoLinesProps {
  status: InstanceStatus;
  previous: boolean;
  notice: string | null;
}

function NoLines({ status, previous, notice }: NoLinesProps) {
  const { t } = useTranslation();
  const silent = SILENT.find((each) => each === status);
  const why = silent ? t(`logs.why.${silent}`) : t(previous ? 'logs.why.previous' : 'logs.noneText');
  return (
    <Stack gap={0}>
      <Empty icon={IconTerminal2} title={t('logs.none')} text={why} plain />
      {notice && !silent && !previous && (
        <Text size="sm" c="dimmed" ta="center" className="address">
          {notice}
        </Text>
      )}
    </Stack>
  );
}
