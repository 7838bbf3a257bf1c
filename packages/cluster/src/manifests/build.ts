import type { KubernetesObject, V1PersistentVolumeClaim } from '@kubernetes/client-node';
import type { DesiredInstance } from '@minispod/domain/ports/cluster';
import { ingressHost } from '../address.js';
import { environmentOf } from '../environment.js';
import { claimName, FIELD_MANAGER, instanceLabels, instanceName, namespaceName } from '../names.js';
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
  const { storageGb, storageClass, tenant } = volumes(desired, settings, claims);
  const host = ingressHost(desired.subdomain, settings);
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
    ...(reachable ? [ingress(metadata(name), host, desired.template.port, settings)] : []),
  ] as Manifest[];
}

/**
 * After a downgrade the volumes are larger than the plans say, and a sum may have been taken before another order came:
 * a quota without room for what exists would keep the user's next volume out.
 */
function volumes(
  desired: DesiredInstance,
  settings: ManifestSettings,
  claims: readonly V1PersistentVolumeClaim[],
) {
  const own = claims.find((claim) => claim.metadata?.name === claimName(desired.instanceId));
  const storageGb = Math.max(desired.resources.storageGb, own ? sizeOf(own) : 0);
  const others = claims.filter((claim) => claim !== own);
  const existingGb = others.reduce((sum, claim) => sum + sizeOf(claim), storageGb);
  return {
    storageGb,
    storageClass: own ? ownedStorageClass(own) : settings.storageClass,
    tenant: {
      ...desired.tenant,
      storageGb: Math.max(desired.tenant.storageGb, existingGb),
      instances: Math.max(desired.tenant.instances, others.length + 1),
    },
  };
}

/**
 * The class a claim was applied with. One that the server chose is not repeated: it is not ours to own. One that we
 * chose must be, or leaving it out would be the wish to remove it, which the server refuses for ever.
 */
function ownedStorageClass({ metadata, spec }: V1PersistentVolumeClaim): string | undefined {
  const owned = metadata?.managedFields?.some(({ manager, operation, fieldsV1 }) => {
    const fields = fieldsV1 as { 'f:spec'?: object } | undefined;
    return (
      manager === FIELD_MANAGER && operation === 'Apply' && 'f:storageClassName' in (fields?.['f:spec'] ?? {})
    );
  });
  return owned ? spec?.storageClassName : undefined;
}

function sizeOf(claim: V1PersistentVolumeClaim): number {
  return toGibibytes(claim.spec?.resources?.requests?.storage ?? '0');
}
