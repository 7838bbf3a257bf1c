import { setTimeout as wait } from 'node:timers/promises';
import { CLUSTER_WATCHED } from '@minispod/domain/health/forget-health';
import { movingAmong } from '@minispod/domain/provisioning/pending-work';
import { eachAlone, RowsFailed } from '@minispod/domain/sweep/each-alone';
import { mark } from '@minispod/domain/sweep/marks';
import type { Logger } from '@minispod/process/logger';
import type { ProvisioningDeps } from './deps.js';
import { followDrift } from './follow-drift.js';
import { settleConverging } from './handlers/converge-instance.js';
import { HealthWatch, WATCH } from './health-watch.js';
import { settleInstance } from './settle-instance.js';
import { WatchSight } from './watch-sight.js';

/** Changes come in bursts: they are gathered this long, in ms, and looked at once per instance. */
const GATHER = 50;
/** Instances settled at the same time. */
const PARALLEL = 8;
/** How often what waits is looked at again, in ms. */
const TICK = 5_000;
/** Before a watch that ended is begun again, in ms. */
const PAUSE = 1_000;

export interface Following {
  /** The watch sees the cluster now. */
  isWatching(): boolean;
  close(): Promise<void>;
}

/**
 * Watches the cluster and settles every instance whose objects change: whether one that is being brought up has come up,
 * and how those that run are. At the start every existing instance is reported once, so nothing that happened while no
 * worker lived is missed. Objects that somebody deleted or edited are put right.
 */
export function followInstances(
  deps: ProvisioningDeps,
  logger: Logger,
  { sight = new WatchSight(), tickMs = TICK, onSeen = (_instanceId: string): void => {} } = {},
): Following {
  const ending = new AbortController();
  const { signal } = ending;
  const health = new HealthWatch(deps);
  const changed = new Set<string>();
  let pass: Promise<void> | null = null;

  const settleChanged = async () => {
    while (changed.size > 0 && !signal.aborted) {
      const ids = [...changed];
      changed.clear();
      try {
        const looksOtherwise = await health.changedAmong(ids);
        if (looksOtherwise.size === 0) continue;
        const { open, converging } = await movingAmong(deps.dataSource.manager, [...looksOtherwise.keys()]);
        await eachOf(WATCH.open, open, (id) => settleInstance(deps, id));
        await eachOf(WATCH.converging, converging, (id) => settleConverging(deps, id));
        await health.settle(looksOtherwise).catch(tell);
      } catch (error) {
        // The tick looks at them again.
        health.lookAgain(ids);
        logger.warn({ err: error, instances: ids.length }, 'could not settle');
      }
    }
  };
  /** One that cannot be settled must not keep the others waiting: it rests until the tick looks at it again. */
  const eachOf = async (name: string, ids: string[], work: (id: string) => Promise<unknown>) => {
    if (ids.length === 0) return;
    const pass = { dataSource: deps.dataSource, name, now: deps.clock.now() };
    const find = (resting: string[]) => ids.filter((id) => !resting.includes(id));
    await eachAlone(pass, find, work, { width: PARALLEL }).catch(tell);
  };
  const tell = (error: unknown) => {
    if (!(error instanceof RowsFailed)) throw error;
    logger.warn({ err: error }, 'could not settle');
  };
  const onChange = (instanceId: string) => {
    onSeen(instanceId);
    changed.add(instanceId);
    pass ??= wait(GATHER)
      .then(settleChanged)
      .finally(() => {
        pass = null;
      });
  };
  const tick = async () => {
    while (!signal.aborted) {
      try {
        if (sight.isOpen) {
          await mark(deps.dataSource, CLUSTER_WATCHED, deps.clock.now());
          for (const id of await health.due()) onChange(id);
        }
      } catch (error) {
        logger.warn({ err: error }, 'could not look again');
      }
      await wait(tickMs, undefined, { signal }).catch(() => {});
    }
  };

  const watching = untilEnd('watch', signal, logger, () => deps.cluster.watch(onChange, signal));
  const drifting = untilEnd('drift watch', signal, logger, () => followDrift(deps, logger, signal));
  const ticking = tick();
  return {
    isWatching: () => sight.isOpen,
    async close() {
      ending.abort();
      await Promise.all([watching, drifting, ticking]);
      await pass;
    },
  };
}

/** A watch ends only with its signal; one that ends otherwise is begun again. */
async function untilEnd(
  what: string,
  signal: AbortSignal,
  logger: Logger,
  watch: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await watch();
    } catch (error) {
      if (!signal.aborted) logger.error({ err: error }, `the ${what} ended and begins again`);
    }
    await wait(PAUSE, undefined, { signal }).catch(() => {});
  }
}
