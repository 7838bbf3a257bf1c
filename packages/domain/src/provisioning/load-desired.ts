import { CustomDomain } from '@minispod/database/entities/custom-domain.entity';
import { ServicePlan } from '@minispod/database/entities/service-plan.entity';
import { ServiceVersion } from '@minispod/database/entities/service-version.entity';
import type { Reader } from '@minispod/database/transaction';
import { In } from 'typeorm';
import { open } from '../encryption/seal.js';
import { type LoadedInstance, loadInstance } from '../instance/load-instance.js';
import { findOpenOperation } from '../operation/find-open.js';
import { shapeOf } from '../operation/rules/shape.js';
import type { DesiredInstance } from '../ports/cluster.js';
import { required } from '../rows.js';

/**
 * What the cluster should hold for an instance, from the database as it is now: an operation under way included. Null when
 * there is no such instance.
 */
export async function loadDesired(
  reader: Reader,
  instanceId: string,
  encryptionKey: string,
): Promise<DesiredInstance | null> {
  const loaded = await loadInstance(reader, instanceId);
  if (!loaded) return null;
  const { instance, subscription } = loaded;
  const shape = shapeOf(instance, await findOpenOperation(reader, instanceId));
  const version =
    shape.serviceVersionId === loaded.version.id
      ? loaded.version
      : required(await reader.findOneBy(ServiceVersion, { id: required(shape.serviceVersionId) }));
  // While an upgrade is under way the cluster is to hold the new plan; should it fail, the old one again.
  const plan = subscription.pendingPlanId
    ? required(await reader.findOneBy(ServicePlan, { id: subscription.pendingPlanId }))
    : loaded.plan;
  const unseal = (sealed: string) =>
    JSON.parse(open(encryptionKey, instanceId, sealed)) as Record<string, string>;
  return {
    instanceId,
    subscriptionId: subscription.id,
    userId: subscription.userId,
    template: version.template,
    resources: { cpuMilli: plan.cpuMilli, memoryMb: plan.memoryMb, storageGb: plan.storageGb },
    tenant: await tenantLimits(reader, loaded),
    volumeGeneration: shape.volumeGeneration,
    restartedAt: instance.restartedAt?.toISOString() ?? null,
    domains: await domainsHere(reader, instanceId),
    isExposed: shape.isExposed,
    subdomain: instance.subdomain,
    env: unseal(instance.envVars),
    secrets: unseal(shape.secrets),
    running: shape.running,
  };
}

/** Those whose DNS was found to point here. */
async function domainsHere(reader: Reader, instanceId: string): Promise<DesiredInstance['domains']> {
  const rows = await reader.find(CustomDomain, {
    select: { id: true, domain: true },
    where: { instanceId, status: In(['ISSUING', 'ACTIVE']) },
    order: { createdAt: 'ASC', id: 'ASC' },
  });
  return rows.map(({ id, domain }) => ({ id, domain }));
}

/** The sum over everything of this user that may still be in the cluster: what its namespace must have room for. */
async function tenantLimits(
  reader: Reader,
  { subscription }: LoadedInstance,
): Promise<DesiredInstance['tenant']> {
  const [limits] = await reader.query(
    `SELECT sum(plan.cpu_milli)::bigint AS "cpuMilli", sum(plan.memory_mb)::bigint AS "memoryMb",
            sum(plan.storage_gb)::bigint AS "storageGb", count(*) AS instances
       FROM service_instances i JOIN subscriptions s ON s.id = i.subscription_id JOIN service_plans plan ON plan.id = coalesce(s.pending_plan_id, s.plan_id)
      WHERE s.user_id = $1 AND i.released_at IS NULL`,
    [subscription.userId],
  );
  return limits;
}
