import { ServicePlan } from '@minispod/database/entities/service-plan.entity';
import { ServiceVersion } from '@minispod/database/entities/service-version.entity';
import type { Reader } from '@minispod/database/transaction';
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
  const unseal = (column: 'variables' | 'secrets', sealed: string) =>
    JSON.parse(open(encryptionKey, { column, id: instanceId }, sealed)) as Record<string, string>;
  return {
    instanceId,
    subscriptionId: subscription.id,
    userId: subscription.userId,
    template: version.template,
    resources: { cpuMilli: plan.cpuMilli, memoryMb: plan.memoryMb, storageGb: plan.storageGb },
    ...(await surroundings(reader, loaded)),
    volumeGeneration: shape.volumeGeneration,
    restartedAt: instance.restartedAt?.toISOString() ?? null,
    isExposed: shape.isExposed,
    subdomain: instance.subdomain,
    mainUrl: instance.mainUrl,
    env: unseal('variables', instance.envVars),
    secrets: unseal('secrets', shape.secrets),
    running: shape.running,
  };
}

/**
 * The sum over everything of this user that may still be in the cluster, which its namespace must have room for; and the
 * domains of this instance whose DNS was found to point here and that no other instance still has in the cluster.
 */
async function surroundings(
  reader: Reader,
  { instance, subscription }: LoadedInstance,
): Promise<Pick<DesiredInstance, 'tenant' | 'domains'>> {
  const [{ domains, ...tenant }] = await reader.query(
    `SELECT sum(plan.cpu_milli)::bigint AS "cpuMilli", sum(plan.memory_mb)::bigint AS "memoryMb",
            sum(plan.storage_gb)::bigint AS "storageGb", count(*) AS instances,
            (SELECT coalesce(json_agg(json_build_object('id', id, 'domain', domain) ORDER BY created_at, id), '[]')
               FROM custom_domains d WHERE instance_id = $2 AND status IN ('ISSUING', 'ACTIVE')
                AND NOT EXISTS (SELECT FROM domain_departures g WHERE g.domain = d.domain AND g.instance_id <> d.instance_id)) AS domains
       FROM service_instances i JOIN subscriptions s ON s.id = i.subscription_id JOIN service_plans plan ON plan.id = coalesce(s.pending_plan_id, s.plan_id)
      WHERE s.user_id = $1 AND i.released_at IS NULL`,
    [subscription.userId, instance.id],
  );
  return { tenant, domains };
}
