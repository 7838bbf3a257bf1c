import type { KubernetesObject, V1PersistentVolumeClaim } from '@kubernetes/client-node';
import type { DesiredInstance } from '@minispod/domain/ports/cluster';
import { ingressHost } from '../address.js';
import { environmentOf } from '../environment.js';
import { claimName, instanceLabels, instanceName, namespaceName } from '../names.js';
import type { ManifestSettings } from '../settings.js';
import { configMap } from './config-map.js';
import { deployment } from './deployment.js';
import { ingress } from './ingress.js';
import { limitRange } from './limit-range.js';
import { namespace } from './namespace.js';
import { networkPolicy } from './network-policy.js';
import { persistentVolumeClaim } from './pvc.js';
import { toGibibytes } from './quantities.js';
import { resourceQuota } from './resource-quota.js';
import { secret } from './secret.js';
import { service } from './service.js';

export type Manifest = KubernetesObject & { kind: string; metadata: { name: string; namespace?: string } };

/**
 * Everything one instance consists of, in the order in which it is applied: ten objects, nine for tcp services and for
 * stopped instances, which have no Ingress. Pure. `claims` are the namespace's volume claims as they are: a volume
 * never shrinks nor changes its class, and the quota always has room for what exists.
 * Throws ClusterRejected when ids, variables or references of the template cannot become objects.
 */
export function buildManifests(
  desired: DesiredInstance,
  settings: ManifestSettings,
  claims: readonly V1PersistentVolumeClaim[] = [],
): Manifest[] {
  const labels = instanceLabels(desired);
  const metadata = (name: string) => ({ name, namespace: namespaceName(desired.userId), labels });
  const name = instanceName(desired.instanceId);
  const environment = environmentOf(desired, settings);
  const { storageGb, storageClass, tenantStorageGb } = volumes(desired, settings, claims);
  const tenant = { ...desired.tenant, storageGb: tenantStorageGb };
  const reachable = desired.running && desired.template.protocol === 'http';
  return [
    namespace(desired.userId),
    resourceQuota({ userId: desired.userId, tenant }),
    limitRange({ userId: desired.userId, tenant }),
    networkPolicy(desired.userId, settings),
    configMap(metadata(name), environment.config),
    secret(metadata(name), environment.secret),
    persistentVolumeClaim(metadata(claimName(desired.instanceId)), storageGb, storageClass),
    deployment(metadata(name), desired, environment, settings),
    service(metadata(name), desired.instanceId, desired.template.port),
    ...(reachable ? [ingress(metadata(name), ingressHost(desired.subdomain, settings), settings)] : []),
  ] as Manifest[];
}

/**
 * After a downgrade the volumes are larger than the plans say. Were the quota only the plans' sum, the user's next
 * order could not get its volume.
 */
function volumes(
  desired: DesiredInstance,
  settings: ManifestSettings,
  claims: readonly V1PersistentVolumeClaim[],
) {
  const own = claims.find((claim) => claim.metadata?.name === claimName(desired.instanceId));
  const storageGb = Math.max(desired.resources.storageGb, own ? sizeOf(own) : 0);
  const others = claims.filter((claim) => claim !== own).reduce((sum, claim) => sum + sizeOf(claim), 0);
  return {
    storageGb,
    storageClass: own ? own.spec?.storageClassName : settings.storageClass,
    tenantStorageGb: Math.max(desired.tenant.storageGb, others + storageGb),
  };
}

function sizeOf(claim: V1PersistentVolumeClaim): number {
  return toGibibytes(claim.spec?.resources?.requests?.storage ?? '0');
}
