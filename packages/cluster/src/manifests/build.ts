import type { KubernetesObject, V1Namespace, V1PersistentVolumeClaim } from '@kubernetes/client-node';
import type { DesiredInstance } from '@minispod/domain/ports/cluster';
import { environmentOf } from '../environment.js';
import { claimName, FIELD_MANAGER, instanceLabels, instanceName, namespaceName } from '../names.js';
import type { ManifestSettings } from '../settings.js';
import { configMap } from './config-map.js';
import { deployment } from './deployment.js';
import { ingresses } from './ingress.js';
import { limitRange } from './limit-range.js';
import { namespace } from './namespace.js';
import { networkPolicy } from './network-policy.js';
import { persistentVolumeClaim } from './pvc.js';
import { toGibibytes } from './quantities.js';
import { resourceQuota } from './resource-quota.js';
import { secret, secretValues } from './secret.js';
import { service } from './service.js';

export type Manifest = KubernetesObject & { kind: string; metadata: { name: string; namespace?: string } };

/** What a manifest depends on beside the wish: what the namespace holds already. */
export interface Existing {
  namespace: V1Namespace | null;
  /** All claims of the namespace. */
  claims: readonly V1PersistentVolumeClaim[];
}

/**
 * Everything one instance consists of, in the order in which it is applied: ten objects and one more for each domain of
 * the customer's own; nine for tcp services, stopped instances and hidden ones, which have no Ingress. Pure. A volume
 * that exists never shrinks nor changes its class, and the quota always has room for what exists.
 * Throws ClusterRejected when ids, variables or references of the template cannot become objects.
 */
export function buildManifests(
  desired: DesiredInstance,
  settings: ManifestSettings,
  existing: Existing = { namespace: null, claims: [] },
): Manifest[] {
  const labels = instanceLabels(desired);
  const metadata = (name: string) => ({ name, namespace: namespaceName(desired.userId), labels });
  const name = instanceName(desired.instanceId);
  const environment = environmentOf(desired, settings);
  const addresses = ingresses(desired, settings, metadata);
  const [quota, claim] = buildVolume(desired, settings, existing.claims);
  const parts = [claim, ...addresses].map((part) => part.metadata?.name ?? '');
  return [
    namespace(desired, existing.namespace),
    quota,
    limitRange(desired),
    networkPolicy(desired, settings),
    configMap(metadata(name), environment.config),
    secret(metadata(name), secretValues(environment)),
    claim,
    deployment(metadata(name), desired, environment, settings, parts),
    service(metadata(name), desired.instanceId, desired.template.port),
    ...addresses,
  ] as Manifest[];
}

/**
 * The volume of the desired generation, and the quota that has room for it: a restored volume comes beside the old one,
 * after a downgrade volumes are larger than the plans say, and a sum may have been taken before another order came.
 */
export function buildVolume(
  desired: DesiredInstance,
  settings: ManifestSettings,
  claims: readonly V1PersistentVolumeClaim[],
): [quota: Manifest, claim: Manifest] {
  const { instanceId, userId, volumeGeneration, tenant } = desired;
  const name = claimName(instanceId, volumeGeneration);
  const own = claims.find((claim) => claim.metadata?.name === name);
  const storageGb = Math.max(desired.resources.storageGb, own ? sizeOf(own) : 0);
  const others = claims.filter((claim) => claim !== own);
  const existingGb = others.reduce((sum, claim) => sum + sizeOf(claim), storageGb);
  const metadata = { name, namespace: namespaceName(userId), labels: instanceLabels(desired) };
  const storageClass = own ? ownedStorageClass(own) : settings.storageClass;
  const room = {
    ...tenant,
    storageGb: Math.max(tenant.storageGb, existingGb),
    claims: Math.max(tenant.instances, others.length + 1),
  };
  return [resourceQuota(userId, room), persistentVolumeClaim(metadata, storageGb, storageClass)] as [
    Manifest,
    Manifest,
  ];
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
