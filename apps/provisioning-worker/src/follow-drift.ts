import { correctDrift } from '@minispod/domain/drift/correct-drift';
import { eachAlone } from '@minispod/domain/sweep/each-alone';
import type { Logger } from '@minispod/process/logger';
import type { ProvisioningDeps } from './deps.js';

/** Puts right whatever the cluster says that somebody else deleted or edited, one instance after the other. */
export async function followDrift(
  { cluster, dataSource, clock }: ProvisioningDeps,
  logger: Logger,
  signal: AbortSignal,
): Promise<void> {
  let correcting = Promise.resolve();
  const correct = async (instanceId: string, what: string) => {
    if (signal.aborted) return;
    try {
      const now = clock.now();
      await eachAlone(
        { dataSource, name: 'drift', now },
        () => [instanceId],
        async () => {
          if (await correctDrift(dataSource, instanceId, what, now))
            logger.info({ instanceId, what }, 'drift is put right');
        },
      );
    } catch (error) {
      // The daily resync puts it right at the latest, and the drift report shows it until then.
      logger.warn({ err: error, instanceId, what }, 'drift could not be put right');
    }
  };
  await cluster.watchDrift((instanceId, what) => {
    correcting = correcting.then(() => correct(instanceId, what));
  }, signal);
  await correcting;
}
