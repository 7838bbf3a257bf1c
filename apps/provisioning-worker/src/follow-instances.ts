import { movingAmong } from '@minispod/domain/provisioning/pending-work';
import type { Logger } from '@minispod/process/logger';
import type { ProvisioningDeps } from './deps.js';
import { settleConverging } from './handlers/converge-instance.js';
import { settleInstance } from './settle-instance.js';

/** Changes come in bursts: they are gathered this long, in ms, and looked at once per instance. */
const GATHER = 50;
/** Instances settled at the same time. */
const PARALLEL = 8;

/**
 * Watches the cluster and settles every instance that is being brought up, as soon as something of it changes. At the
 * start every existing instance is reported once, so nothing that happened while no worker lived is missed.
 */
export function followInstances(deps: ProvisioningDeps, logger: Logger): { close(): Promise<void> } {
  const ending = new AbortController();
  const changed = new Set<string>();
  let pass: Promise<void> | null = null;

  const settleChanged = async () => {
    while (changed.size > 0 && !ending.signal.aborted) {
      const ids = [...changed];
      changed.clear();
      try {
        const { open, converging } = await movingAmong(deps.dataSource.manager, ids);
        await inParallel(open, PARALLEL, (id) => settleInstance(deps, id));
        await inParallel(converging, PARALLEL, (id) => settleConverging(deps, id));
      } catch (error) {
        // The sweep looks at all of them again.
        logger.warn({ err: error, instances: ids.length }, 'could not settle');
      }
    }
  };
  const onChange = (instanceId: string) => {
    changed.add(instanceId);
    pass ??= new Promise((resolve) => setTimeout(resolve, GATHER)).then(settleChanged).finally(() => {
      pass = null;
    });
  };

  const watching = deps.cluster.watch(onChange, ending.signal).catch((error: unknown) => {
    if (!ending.signal.aborted) logger.error({ err: error }, 'the watch ended');
  });
  return {
    async close() {
      ending.abort();
      await watching;
      await pass;
    },
  };
}

async function inParallel<T>(items: T[], width: number, work: (item: T) => Promise<unknown>): Promise<void> {
  const queue = [...items];
  const drain = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: width }, drain));
}
