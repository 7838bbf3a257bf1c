import type { V1ResourceQuota } from '@kubernetes/client-node';
import type { DesiredInstance } from '@minispod/domain/ports/cluster';
import { namespaceName, TENANT_OBJECT, tenantLabels } from '../names.js';
import { cpu, gibibytes, mebibytes } from './quantities.js';

/**
 * The sum of the user's plans and nothing above it. No room for a rolling update is needed: `Recreate` ends the old pod
 * before it makes the new one.
 */
export function resourceQuota({
  userId,
  tenant,
}: Pick<DesiredInstance, 'userId' | 'tenant'>): V1ResourceQuota {
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: TENANT_OBJECT, namespace: namespaceName(userId), labels: tenantLabels(userId) },
    spec: {
      hard: {
        'requests.cpu': cpu(tenant.cpuMilli),
        'limits.cpu': cpu(tenant.cpuMilli),
        'requests.memory': mebibytes(tenant.memoryMb),
        'limits.memory': mebibytes(tenant.memoryMb),
        'requests.storage': gibibytes(tenant.storageGb),
        persistentvolumeclaims: String(tenant.volumes ?? tenant.instances),
        pods: String(tenant.instances),
        'services.loadbalancers': '0',
        'services.nodeports': '0',
      },
    },
  };
}
