import { closeCapacityAlert } from '@minispod/domain/capacity/alert-when-full';
import { recordCapacity } from '@minispod/domain/capacity/record-capacity';
import { alertOnStuckWork } from '@minispod/domain/drift/alert-on-stuck-work';
import { resync } from '@minispod/domain/drift/resync';
import { alertOnAppsCertificate } from '@minispod/domain/health/apps-certificate';
import { CLUSTER_ANSWERS, CLUSTER_WATCHED, forgetHealth } from '@minispod/domain/health/forget-health';
import { alertOnRefusals } from '@minispod/domain/health/refusals';
import { alertOnHealth } from '@minispod/domain/health/sweep-health';
import { eachPart } from '@minispod/domain/sweep/each-alone';
import { beginPart, mark } from '@minispod/domain/sweep/marks';
import { alertOnLimits } from '@minispod/domain/usage/alert-on-limits';
import { alertOnVolumes } from '@minispod/domain/usage/alert-on-volumes';
import { recordUsage } from '@minispod/domain/usage/record-usage';
import { forgetOldUsage, rollUpUsage } from '@minispod/domain/usage/roll-up';
import type { ProvisioningDeps } from '../deps.js';
import type { Following } from '../follow-instances.js';

/** How often each part is done, in ms; what is not named here, in every pass. */
const USAGE = 60_000;
const HOURS = 5 * 60_000;
const RESYNC = 60_000;
const STUCK = 60_000;
const CERTIFICATE = 5 * 60_000;

/**
 * Looks at the whole cluster: what room it has, what everybody uses, who is ill for long, who has not been applied for a
 * day. Each part stands alone: one that fails keeps no other from being done, and comes again by itself.
 */
export function sweepCluster(deps: ProvisioningDeps, following: Pick<Following, 'isWatching'>) {
  const { dataSource, cluster, clock } = deps;
  const at = () => clock.now();
  const parts: Record<string, () => Promise<void>> = {
    async capacity() {
      const capacity = await cluster.readCapacity();
      await mark(dataSource, CLUSTER_ANSWERS, at());
      await recordCapacity(dataSource, capacity, at());
      await closeCapacityAlert(dataSource, at());
    },
    async health() {
      // Before health is forgotten: when the clock was moved, every mark looks old.
      if (following.isWatching()) await mark(dataSource, CLUSTER_WATCHED, at());
      await forgetHealth(dataSource, at());
      await alertOnHealth(dataSource, at());
    },
    async 'apps-certificate'() {
      if (!(await beginPart(dataSource, 'apps-certificate', CERTIFICATE, at()))) return;
      const certificate = await cluster.keepAppsCertificate();
      if (certificate) await alertOnAppsCertificate(dataSource, certificate, at());
    },
    async refusals() {
      await alertOnRefusals(dataSource, at());
    },
    async 'stuck-work'() {
      if (await beginPart(dataSource, 'stuck-work', STUCK, at())) await alertOnStuckWork(dataSource, at());
    },
    async usage() {
      if (!(await beginPart(dataSource, 'usage', USAGE, at()))) return;
      const readings = await cluster.readUsage();
      await recordUsage(dataSource, readings, at());
      await alertOnVolumes(dataSource, readings, at());
      await alertOnLimits(dataSource, at());
    },
    async 'usage-hours'() {
      if (!(await beginPart(dataSource, 'usage-hours', HOURS, at()))) return;
      await rollUpUsage(dataSource);
      await forgetOldUsage(dataSource, at());
    },
    async resync() {
      if (await beginPart(dataSource, 'resync', RESYNC, at())) await resync(dataSource, RESYNC, at());
    },
  };
  return () => eachPart({ dataSource, name: 'cluster', now: at() }, parts);
}
