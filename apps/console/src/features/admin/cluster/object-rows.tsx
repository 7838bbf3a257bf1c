import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouterOutputs } from '../../../app/router-outputs.js';
import { useFormat } from '../../../format/use-format.js';
import { AnchorLink } from '../../../ui/links.js';
import { StateBadge } from '../../../ui/state-badge.js';

type Cluster = RouterOutputs['admin']['cluster'];
type Item<K extends keyof Cluster> = Cluster[K] extends { items: (infer T)[] } ? T : never;

interface ObjectRowProps {
  name: string;
  /** What there is to say about it; what is empty is left out. */
  facts: (string | false | null)[];
  about?: ReactNode;
  state?: ReactNode;
}

/** A name with what belongs to it below, and its state at the end. */
function ObjectRow({ name, facts, about, state }: ObjectRowProps) {
  return (
    <Group justify="space-between" gap="sm" py="sm">
      <div style={{ flex: '1 1 300px', minWidth: 0 }}>
        <Text fw={600} className="address">
          {name}
        </Text>
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {facts.filter(Boolean).join(' · ')}
        </Text>
        {about}
      </div>
      {state}
    </Group>
  );
}

/** Where it is, which says whose it is: the namespace's row names its owner. */
function Owner({ of: { instanceId, namespace } }: { of: { instanceId: string | null; namespace: string } }) {
  const { t } = useTranslation();
  return (
    <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
      <AnchorLink
        to="/admin/cluster"
        search={{ tab: 'namespaces', q: namespace }}
        className="address"
        inherit
        underline="always"
      >
        {namespace}
      </AnchorLink>
      {instanceId === null && ` · ${t('admin.cluster.notOurs')}`}
    </Text>
  );
}

/** The cluster's own word for a phase, put into the reader's language where we know it. */
function usePhaseWord(): (phase: string) => string {
  const { t } = useTranslation();
  const words: Record<string, string> = t('admin.cluster.phase', { returnObjects: true });
  return (phase) => words[phase] ?? phase;
}

export function NamespaceRow({ item }: { item: Item<'namespaces'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const phaseWord = usePhaseWord();
  const { name, userId, userEmail, phase, pods, requested } = item;
  return (
    <ObjectRow
      name={name}
      facts={[
        t('admin.cluster.podsIn', { count: pods }),
        t('admin.cluster.requested', {
          cpu: format.cpu(requested.cpuMilli),
          memory: format.memory(requested.memoryMb),
        }),
        t('admin.cluster.since', { date: format.date(item.createdAt) }),
      ]}
      about={
        <Text size="sm" c="dimmed">
          {userId ? (
            <AnchorLink to="/admin/users/$id" params={{ id: userId }} inherit underline="always">
              {userEmail ?? userId}
            </AnchorLink>
          ) : (
            t('admin.cluster.noOwner')
          )}
        </Text>
      }
      state={<StateBadge tone={phase === 'Active' ? 'running' : 'progress'} word={phaseWord(phase)} />}
    />
  );
}

export function PodRow({ item }: { item: Item<'pods'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const phaseWord = usePhaseWord();
  const { name, isReady, reason, phase, restarts, node, requested, used } = item;
  return (
    <ObjectRow
      name={name}
      facts={[
        node ? t('admin.cluster.on', { node }) : t('admin.cluster.noNode'),
        t('admin.cluster.restarts', { count: restarts }),
        t('admin.cluster.requested', {
          cpu: format.cpu(requested.cpuMilli),
          memory: format.memory(requested.memoryMb),
        }),
        used &&
          t('admin.cluster.used', { used: `${format.cpu(used.cpuMilli)}, ${format.memory(used.memoryMb)}` }),
      ]}
      about={<Owner of={item} />}
      state={
        <StateBadge
          tone={isReady ? 'running' : phase === 'Succeeded' ? 'off' : reason ? 'broken' : 'progress'}
          word={isReady ? t('admin.cluster.ready') : (reason ?? phaseWord(phase))}
        />
      }
    />
  );
}

export function DeploymentRow({ item }: { item: Item<'deployments'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { name, image, wanted, ready, createdAt } = item;
  return (
    <ObjectRow
      name={name}
      facts={[image, t('admin.cluster.since', { date: format.date(createdAt) })]}
      about={<Owner of={item} />}
      state={
        <StateBadge
          tone={wanted === 0 ? 'off' : ready >= wanted ? 'running' : 'attention'}
          word={t('admin.cluster.replicas', { ready, wanted })}
        />
      }
    />
  );
}

export function ServiceRow({ item }: { item: Item<'services'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { name, clusterIp, ports, createdAt } = item;
  return (
    <ObjectRow
      name={name}
      facts={[
        clusterIp,
        t('admin.cluster.ports', { ports: ports.join(', ') }),
        t('admin.cluster.since', { date: format.date(createdAt) }),
      ]}
      about={<Owner of={item} />}
    />
  );
}

export function IngressRow({ item }: { item: Item<'ingresses'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { name, hosts, hasTls, createdAt } = item;
  return (
    <ObjectRow
      name={name}
      facts={[hosts.join(', '), t('admin.cluster.since', { date: format.date(createdAt) })]}
      about={<Owner of={item} />}
      state={
        <StateBadge
          tone={hasTls ? 'running' : 'off'}
          word={t(hasTls ? 'admin.cluster.tls' : 'admin.cluster.noTls')}
        />
      }
    />
  );
}
