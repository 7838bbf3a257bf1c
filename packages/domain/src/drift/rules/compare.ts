import type { DriftView } from '@minispod/contracts/cluster';
import type { InstanceStatus } from '@minispod/contracts/instance';
import type { Inventory } from '../../ports/cluster.js';

/** What begins or ends is left alone this long, in ms: the cluster is never quite where the database is. */
export const SETTLING = 5 * 60_000;

/** What the database says of an instance, living or gone. */
export interface KnownInstance {
  instanceId: string;
  userId: string;
  name: string;
  ownerEmail: string;
  status: InstanceStatus;
  /** Everybody who decides about it wants it to run. */
  isWished: boolean;
  /** Set up, upgraded, backed up, restored or updated just now. */
  isUnderWork: boolean;
  isReleased: boolean;
  healthStatus: 'healthy' | 'unhealthy' | 'unknown';
  healthReason: string | null;
  healthSince: Date | null;
  convergeSince: Date | null;
  updatedAt: Date;
  /** Of its volume: the one in use, and the one kept from before a restore. */
  generations: number[];
  /** The plan's: millicores, MiB, GiB. */
  resources: { cpuMilli: number; memoryMb: number; storageGb: number };
}

export type Finding = Omit<DriftView['items'][number], 'since'> & { since: Date | null };

/**
 * Every difference between what the database says and what the cluster holds. `drills` are the owners of throwaway
 * instances under way: their objects are nobody's and yet right.
 */
export function compare(
  known: ReadonlyMap<string, KnownInstance>,
  { tenants, deployments, volumes }: Inventory,
  drills: ReadonlySet<string>,
  now: Date,
): Finding[] {
  const isRecent = (at: Date | null) => at !== null && now.getTime() - at.getTime() < SETTLING;
  const isOrphan = ({ instanceId, userId, createdAt }: Owned) => {
    const instance = known.get(instanceId);
    const isGone = !instance || (instance.isReleased && !isRecent(instance.updatedAt));
    return isGone && !drills.has(userId) && !isRecent(createdAt);
  };
  const running = new Map(deployments.map((deployment) => [deployment.instanceId, deployment]));
  const living = new Set([...known.values()].filter((row) => !row.isReleased).map(({ userId }) => userId));

  return [
    ...[...known.values()].flatMap((row) =>
      isMissing(row, running.get(row.instanceId)?.available ?? 0, isRecent) ? [missing(row)] : [],
    ),
    ...deployments.flatMap((deployment) => {
      if (isOrphan(deployment)) return [orphan('ORPHANED_DEPLOYMENT', 'Deployment', deployment)];
      const row = known.get(deployment.instanceId);
      if (!row || row.isReleased || row.isUnderWork || isRecent(row.convergeSince)) return [];
      if (deployment.wanted > 0 && !row.isWished) return isRecent(row.updatedAt) ? [] : [unpaid(row)];
      return isSized(deployment, row) ? [] : [wrongSize(row, deployment)];
    }),
    ...volumes.flatMap((volume) => {
      if (isOrphan(volume)) return [orphan('ORPHANED_VOLUME', `Volume ${volume.name}`, volume)];
      const row = known.get(volume.instanceId);
      if (!row || row.isReleased || row.isUnderWork || isRecent(volume.createdAt)) return [];
      if (!row.generations.includes(volume.generation))
        return [orphan('ORPHANED_VOLUME', `Volume ${volume.name}`, volume)];
      return volume.storageGb >= row.resources.storageGb || isRecent(row.convergeSince)
        ? []
        : [smallVolume(row, volume.storageGb)];
    }),
    ...tenants
      .filter(({ userId, createdAt }) => !living.has(userId) && !drills.has(userId) && !isRecent(createdAt))
      .map(({ userId, namespace, createdAt }) => ({
        kind: 'ORPHANED_NAMESPACE' as const,
        subject: namespace,
        instanceId: null,
        userId,
        finding: 'The cluster has a namespace of a user who has no instance any more.',
        whatToDo: `Look what is in it (kubectl -n ${namespace} get all,pvc), then delete it: kubectl delete namespace ${namespace}.`,
        since: createdAt,
      })),
  ];
}

interface Owned {
  instanceId: string;
  userId: string;
  createdAt: Date;
}

/** Ill or out of sight for long, and the cluster says so too. */
function isMissing(row: KnownInstance, available: number, isRecent: (at: Date | null) => boolean): boolean {
  return (
    row.status === 'RUNNING' &&
    row.isWished &&
    !row.isReleased &&
    !row.isUnderWork &&
    available === 0 &&
    row.healthStatus !== 'healthy' &&
    !isRecent(row.healthSince)
  );
}

function about({ instanceId, userId, name, ownerEmail }: KnownInstance) {
  return { subject: `${name} of ${ownerEmail}`, instanceId, userId };
}

function missing(row: KnownInstance): Finding {
  const reason = row.healthReason ? `: ${row.healthReason}` : '.';
  return {
    kind: 'PAID_NOT_RUNNING',
    ...about(row),
    finding: `It is paid and should run, and nothing of it is available in the cluster${reason}`,
    whatToDo: 'Read its log and events, restart it; when the cluster is at fault, tell its owner.',
    since: row.healthSince,
  };
}

function unpaid(row: KnownInstance): Finding {
  return {
    kind: 'RUNNING_NOT_PAID',
    ...about(row),
    finding: `It is ${row.status} and its Deployment still wants a pod.`,
    whatToDo:
      'It is brought in line by itself; when this row stays, look into the log of the provisioning worker.',
    since: row.updatedAt,
  };
}

function isSized(
  { cpuMilli, memoryMb }: Inventory['deployments'][number],
  { resources }: KnownInstance,
): boolean {
  return cpuMilli === resources.cpuMilli && memoryMb === resources.memoryMb;
}

function wrongSize(row: KnownInstance, deployment: Inventory['deployments'][number]): Finding {
  const { cpuMilli, memoryMb } = row.resources;
  return {
    kind: 'WRONG_RESOURCES',
    ...about(row),
    finding: `It has ${deployment.cpuMilli}m CPU and ${deployment.memoryMb} MiB; its plan says ${cpuMilli}m and ${memoryMb} MiB.`,
    whatToDo: 'Restart it: then the plan is applied again.',
    since: null,
  };
}

function smallVolume(row: KnownInstance, storageGb: number): Finding {
  return {
    kind: 'WRONG_RESOURCES',
    ...about(row),
    finding: `Its volume has ${storageGb} GiB; its plan says ${row.resources.storageGb} GiB.`,
    whatToDo: 'Look whether the storage class lets volumes grow (allowVolumeExpansion), then restart it.',
    since: null,
  };
}

function orphan(
  kind: 'ORPHANED_DEPLOYMENT' | 'ORPHANED_VOLUME',
  subject: string,
  { instanceId, userId, createdAt }: Owned,
): Finding {
  return {
    kind,
    subject: `${subject} of instance ${instanceId}`,
    instanceId,
    userId,
    finding: 'The cluster has it, and no living instance uses it.',
    whatToDo: `Make sure nobody misses it, then delete it by hand in the namespace user-${userId}; nothing is deleted by itself.`,
    since: createdAt,
  };
}
