import { Card, Group, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconTopologyStar3 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { RouterOutputs } from '../../../app/router-outputs.js';
import { trpc } from '../../../app/trpc.js';
import { useFormat, useNow } from '../../../format/use-format.js';
import { Empty } from '../../../ui/empty.js';
import { Panel } from '../../../ui/panel.js';
import { QueryView } from '../../../ui/query-view.js';
import { StateBadge } from '../../../ui/state-badge.js';
import { HeadroomBar } from './headroom-bar.js';

type Nodes = RouterOutputs['admin']['cluster']['nodes'];
type Node = Nodes['items'][number];

/** The worker counts every 15 s. */
const POLL_MS = 15_000;

export function NodesTab() {
  const { t } = useTranslation();
  const nodes = useQuery({ ...trpc.admin.cluster.nodes.queryOptions(), refetchInterval: POLL_MS });
  return (
    <QueryView
      query={nodes}
      skeleton={
        <Stack gap="lg">
          <Skeleton h={180} radius="lg" />
          <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
            <Skeleton h={240} radius="lg" />
            <Skeleton h={240} radius="lg" />
          </SimpleGrid>
        </Stack>
      }
    >
      {({ items, capacity }) => (
        <Stack gap="lg">
          <Headroom capacity={capacity} />
          {items.length === 0 ? (
            <Empty
              icon={IconTopologyStar3}
              title={t('admin.cluster.noNodes')}
              text={t('admin.cluster.noNodesText')}
            />
          ) : (
            <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
              {items.map((node) => (
                <NodeCard key={node.name} node={node} />
              ))}
            </SimpleGrid>
          )}
        </Stack>
      )}
    </QueryView>
  );
}

function Headroom({ capacity }: { capacity: Nodes['capacity'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow(5_000);
  return (
    <Panel title={t('admin.cluster.headroom')}>
      {capacity ? (
        <Stack gap="md">
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
            <HeadroomBar
              what={t('admin.cluster.cpu')}
              requested={capacity.requested.cpuMilli}
              total={capacity.allocatable.cpuMilli}
              words={format.cpu}
            />
            <HeadroomBar
              what={t('admin.cluster.memory')}
              requested={capacity.requested.memoryMb}
              total={capacity.allocatable.memoryMb}
              words={format.memory}
            />
          </SimpleGrid>
          <Text>
            {t('admin.cluster.largest', {
              cpu: format.cpu(capacity.largestFree.cpuMilli),
              memory: format.memory(capacity.largestFree.memoryMb),
            })}
          </Text>
          <Text size="sm" c="dimmed">
            {t('admin.cluster.taken', { ago: format.ago(capacity.takenAt, now) })}
          </Text>
        </Stack>
      ) : (
        <Text c="dimmed">{t('admin.cluster.noCapacity')}</Text>
      )}
    </Panel>
  );
}

function NodeCard({ node }: { node: Node }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { name, isReady, isSchedulable, problems, version, allocatable, requested, used } = node;
  const tone = !isReady ? 'broken' : !isSchedulable || problems.length > 0 ? 'attention' : 'running';
  const word = !isReady ? 'notReady' : isSchedulable ? 'ready' : 'unschedulable';
  return (
    <Card component="section" aria-label={name}>
      <Stack gap="md">
        <Group justify="space-between" gap="sm">
          <div style={{ minWidth: 0 }}>
            <Title order={2} className="address" fz="md">
              {name}
            </Title>
            <Text size="sm" c="dimmed">
              {version}
            </Text>
          </div>
          <StateBadge tone={tone} word={t(`admin.cluster.${word}`)} />
        </Group>
        {problems.map((problem) => (
          <Text key={problem} size="sm" c="var(--mantine-color-error)" style={{ overflowWrap: 'anywhere' }}>
            {problem}
          </Text>
        ))}
        <HeadroomBar
          what={t('admin.cluster.cpu')}
          requested={requested.cpuMilli}
          total={allocatable.cpuMilli}
          used={used?.cpuMilli}
          words={format.cpu}
        />
        <HeadroomBar
          what={t('admin.cluster.memory')}
          requested={requested.memoryMb}
          total={allocatable.memoryMb}
          used={used?.memoryMb}
          words={format.memory}
        />
        <HeadroomBar
          what={t('admin.cluster.podCount')}
          requested={requested.pods}
          total={allocatable.pods}
          words={String}
        />
      </Stack>
    </Card>
  );
}
