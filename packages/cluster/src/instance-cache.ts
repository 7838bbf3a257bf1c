import type { KubernetesObject } from '@kubernetes/client-node';
import type { Amounts, InstanceRef } from '@minispod/domain/ports/cluster';
import { belongsTo, INSTANCE_LABEL, instanceName, namespaceName, USER_LABEL } from './names.js';
import { sum } from './requests.js';
import {
  type ClaimState,
  claimState,
  type DeploymentState,
  deploymentState,
  type InstanceState,
  podState,
} from './state.js';

export const WATCHED_KINDS = ['Deployment', 'Pod', 'PersistentVolumeClaim'] as const;
export type WatchedKind = (typeof WATCHED_KINDS)[number];

interface Entry {
  userId: string;
  deployment: DeploymentState | null;
  claims: Map<string, ClaimState>;
  pods: Map<string, ReturnType<typeof podState>>;
}

/**
 * What the watch has seen, per instance. Answers `null` where it may be behind this process's own writes, so that
 * whoever has just applied a change is never told that the state from before it is fine.
 */
export class InstanceCache {
  /** All kinds are listed: what is not here does not exist. */
  synced = false;
  private readonly entries = new Map<string, Entry>();
  private readonly own = new Map<string, { uid: string; generation: number } | 'removed'>();

  /** Notes a Deployment this process has written. */
  expect(instanceId: string, uid: string, generation: number): void {
    this.own.set(instanceId, { uid, generation });
  }

  /** Notes that this process has begun to remove the instance. */
  expectRemoval(instanceId: string): void {
    this.own.set(instanceId, 'removed');
  }

  /** The instance an object belongs to, or null if its labels and its place do not agree. */
  static instanceOf(object: KubernetesObject): string | null {
    const { labels = {}, namespace } = object.metadata ?? {};
    const { [INSTANCE_LABEL]: instanceId, [USER_LABEL]: userId } = labels;
    return instanceId && userId && namespace === namespaceName(userId) ? instanceId : null;
  }

  put(kind: WatchedKind, object: KubernetesObject): void {
    const instanceId = InstanceCache.instanceOf(object);
    const name = object.metadata?.name ?? '';
    if (!instanceId) return;
    const userId = object.metadata?.labels?.[USER_LABEL] ?? '';
    const entry = this.entries.get(instanceId) ?? {
      userId,
      deployment: null,
      claims: new Map(),
      pods: new Map(),
    };
    this.entries.set(instanceId, entry);
    if (kind === 'Pod') entry.pods.set(name, podState(object));
    else if (kind === 'Deployment' && name === instanceName(instanceId))
      entry.deployment = deploymentState(object);
    else if (kind === 'PersistentVolumeClaim' && belongsTo(instanceId, name))
      entry.claims.set(name, claimState(object));
  }

  drop(kind: WatchedKind, instanceId: string, name: string): void {
    const entry = this.entries.get(instanceId);
    if (!entry) return;
    if (kind === 'Pod') entry.pods.delete(name);
    else if (kind === 'Deployment' && name === instanceName(instanceId)) entry.deployment = null;
    else if (kind === 'PersistentVolumeClaim') entry.claims.delete(name);
    if (!entry.deployment && entry.claims.size === 0 && entry.pods.size === 0)
      this.entries.delete(instanceId);
  }

  /** Null: ask the API server instead. */
  state(ref: InstanceRef): InstanceState | null {
    if (!this.synced) return null;
    const entry = this.entries.get(ref.instanceId);
    const deployment = entry?.userId === ref.userId ? entry.deployment : null;
    if (!this.hasSeenOwnWrite(ref.instanceId, deployment)) return null;
    if (!entry || entry.userId !== ref.userId) return { deployment: null, claim: null, pods: [] };
    const claim = (deployment && entry.claims.get(deployment.claim)) ?? null;
    return { deployment, claim, pods: [...entry.pods.values()] };
  }

  /** What the instances' pods reserve of each node; null while not everything is known. */
  requestedByNode(): Map<string, Amounts> | null {
    if (!this.synced) return null;
    const requested = new Map<string, Amounts>();
    for (const { pods } of this.entries.values()) {
      for (const { node, finished, requested: own } of pods.values()) {
        if (!node || finished) continue;
        const others = requested.get(node);
        requested.set(node, others ? sum([others, own]) : own);
      }
    }
    return requested;
  }

  private hasSeenOwnWrite(instanceId: string, deployment: DeploymentState | null): boolean {
    const own = this.own.get(instanceId);
    if (!own) return true;
    const seen =
      own === 'removed'
        ? deployment === null
        : deployment?.uid === own.uid && deployment.generation >= own.generation;
    if (seen) this.own.delete(instanceId);
    return seen;
  }
}
