import type { V1ResourceQuota } from '@kubernetes/client-node';
import type { DesiredInstance } from '@minispod/domain/ports/cluster';
import { namespaceName, TENANT_OBJECT, tenantLabels } from '../names.js';
import { cpu, gibibytes, mebibytes } from './quantities.js';

/**
 * Room for what comes and goes beside the apps: a pod that copies a volume, and an issuer's that proves a domain. Without
 * it neither could ever start, since the apps use up what was sold.
 */
export const ROOM = { pods: 2, cpuMilli: 200, memoryMb: 256 };

/**
 * The sum of the user's plans, the volumes there are, and the room above. None is needed for a rolling update:
 * `Recreate` ends the old pod before it makes the new one.
 */
export function resourceQuota(
  userId: string,
  tenant: DesiredInstance['tenant'] & { claims: number },
): V1ResourceQuota {
  const cpus = cpu(tenant.cpuMilli + ROOM.cpuMilli);
  const memory = mebibytes(tenant.memoryMb + ROOM.memoryMb);
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: TENANT_OBJECT, namespace: namespaceName(userId), labels: tenantLabels(userId) },
    spec: {
      hard: {
        'requests.cpu': cpus,
        'limits.cpu': cpus,
        'requests.memory': memory,
        'limits.memory': memory,
        'requests.storage': gibibytes(tenant.storageGb),
        persistentvolumeclaims: String(tenant.claims),
        pods: String(tenant.instances + ROOM.pods),
        'services.loadbalancers': '0',
        'services.nodeports': '0',
      },
    },
  };
}
