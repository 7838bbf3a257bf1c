import { findDepartures, finishDepartures } from '@minispod/domain/custom-domain/departures';
import { recordApplied, settleWish } from '@minispod/domain/instance/settle-wish';
import { loadDesired } from '@minispod/domain/provisioning/load-desired';
import { findConverging } from '@minispod/domain/provisioning/pending-work';
import type { ProvisioningDeps } from '../deps.js';

/**
 * Brings the cluster in line with the three wishes: started, or scaled to zero with its address closed and its data kept.
 * The status follows when the cluster was seen to do so; until then the watch and the sweep look again.
 */
export function convergeInstance(deps: ProvisioningDeps) {
  return async ({ instanceId }: { instanceId: string }): Promise<void> => {
    const { dataSource, cluster, clock, encryptionKey } = deps;
    const since = await findConverging(dataSource.manager, instanceId);
    if (!since) return;
    const departed = await findDepartures(dataSource.manager, instanceId);
    const desired = await loadDesired(dataSource.manager, instanceId, encryptionKey);
    if (!desired) return;
    await cluster.apply(desired);
    await finishDepartures(dataSource, instanceId, departed, clock.now());
    await recordApplied(dataSource, instanceId, since);
    await settleConverging(deps, instanceId);
  };
}

/** Looks whether the cluster does by now what is wished. */
export async function settleConverging(deps: ProvisioningDeps, instanceId: string): Promise<void> {
  const { dataSource, cluster, clock, encryptionKey } = deps;
  const since = await findConverging(dataSource.manager, instanceId);
  const desired = since && (await loadDesired(dataSource.manager, instanceId, encryptionKey));
  if (!since || !desired) return;
  const { phase } = await cluster.observe({ instanceId, userId: desired.userId });
  if (phase === (desired.running ? 'READY' : 'STOPPED'))
    await settleWish(dataSource, instanceId, since, clock.now());
}
