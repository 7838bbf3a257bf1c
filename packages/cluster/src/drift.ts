import { type KubeConfig, Watch } from '@kubernetes/client-node';
import type { KubernetesClient } from './client.js';
import type { Connection } from './connection.js';
import { type Change, DRIFT_TARGETS, type DriftKind, DriftLedger } from './drift-ledger.js';
import { DriftLimiter } from './drift-limiter.js';
import { keyOf, METADATA_EVENTS, reflect } from './reflector.js';
import type { ClusterSettings } from './settings.js';

/**
 * What is missing is looked at again after this long: an object may come back, and our own worker takes an address away
 * a moment after it has written that it is none any more.
 */
const SETTLE_MS = 1_000;

/**
 * See `Cluster.watchDrift`. Once everything is listed, each instance that lacks something is told, then whatever
 * happens. What was changed while nobody watched is not seen: the slow resync mends it. A removal by another worker is
 * told as a deleted Deployment: the listener knows which instances should be there.
 * Resolves when the signal aborts, rejects when `onDrift` throws.
 */
export async function watchDrift(
  connection: Connection,
  client: Pick<KubernetesClient, 'wrote'>,
  settings: Pick<ClusterSettings, 'onWatchInterrupted'>,
  onDrift: (instanceId: string, what: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const watch = new Watch(askingForMetadata(connection.kubeConfig));
  const ledger = new DriftLedger();
  const unlisted = new Set<DriftKind>(DRIFT_TARGETS.map(({ kind }) => kind));
  const ending = new AbortController();
  const end = () => ending.abort();
  if (signal.aborted) end();
  signal.addEventListener('abort', end);
  let failure: { error: unknown } | null = null;
  const suspects = new Suspects(ledger, client, (instanceId, what) => {
    try {
      onDrift(instanceId, what);
    } catch (error) {
      failure = { error };
      end();
    }
  });
  const drop = (kind: DriftKind, key: string) => {
    for (const instanceId of ledger.drop(kind, key)) if (unlisted.size === 0) suspects.add(instanceId);
  };
  const watching = DRIFT_TARGETS.map((target) => {
    const { kind } = target;
    return reflect(
      connection,
      watch,
      {
        ...target,
        metadataOnly: true,
        onObject(object) {
          const drift = ledger.put(kind, object);
          for (const instanceId of drift?.instanceIds ?? []) suspects.add(instanceId, drift);
        },
        onGone: (object) => drop(kind, keyOf(object)),
        onListed(keys) {
          for (const key of ledger.keysOf(kind)) if (!keys.has(key)) drop(kind, key);
          if (!unlisted.delete(kind) || unlisted.size > 0) return;
          for (const instanceId of ledger.instanceIds()) {
            if (ledger.missing(instanceId)) suspects.add(instanceId);
          }
        },
        onInterrupted: (reason, retryInMs) =>
          settings.onWatchInterrupted?.(`${kind} metadata`, reason, retryInMs),
      },
      ending.signal,
    ).finally(end);
  });
  try {
    await Promise.all(watching);
  } finally {
    suspects.clear();
    signal.removeEventListener('abort', end);
  }
  if (failure) throw (failure as { error: unknown }).error;
}

/** Instances that will be told about unless all is well again by then. */
class Suspects {
  private readonly limiter = new DriftLimiter();
  private readonly pending = new Map<string, { timer: NodeJS.Timeout; changes: Change[] }>();

  constructor(
    private readonly ledger: DriftLedger,
    private readonly client: Pick<KubernetesClient, 'wrote'>,
    private readonly tell: (instanceId: string, what: string) => void,
  ) {}

  /** `change`: what somebody did, which stays to be undone; without it, a look at what is missing will tell. */
  add(instanceId: string, change: Change | null = null): void {
    const known = this.pending.get(instanceId);
    if (known) {
      if (change) known.changes.push(change);
      return;
    }
    const wait = Math.max(SETTLE_MS, this.limiter.wait(instanceId, performance.now()));
    this.pending.set(instanceId, {
      timer: setTimeout(() => this.judge(instanceId), wait),
      changes: change ? [change] : [],
    });
  }

  clear(): void {
    for (const { timer } of this.pending.values()) clearTimeout(timer);
    this.pending.clear();
  }

  private judge(instanceId: string): void {
    const changes = this.pending.get(instanceId)?.changes ?? [];
    this.pending.delete(instanceId);
    // By now an apply of ours has had its answer, which may come after the watch told of it.
    const change = changes.findLast(({ version }) => !this.client.wrote(version));
    const what = this.ledger.missing(instanceId) ?? change?.what;
    if (!what) return;
    this.limiter.record(instanceId, performance.now());
    this.tell(instanceId, what);
  }
}

/** The client's Watch sets no `Accept` header of its own: it takes the headers its configuration makes. */
function askingForMetadata(kubeConfig: KubeConfig): KubeConfig {
  const asking: KubeConfig = Object.create(kubeConfig);
  asking.applyToFetchOptions = (options) =>
    kubeConfig.applyToFetchOptions({ ...options, headers: { ...options.headers, accept: METADATA_EVENTS } });
  return asking;
}
