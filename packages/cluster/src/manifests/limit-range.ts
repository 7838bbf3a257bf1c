import type { V1LimitRange } from '@kubernetes/client-node';
import type { DesiredInstance } from '@minispod/domain/ports/cluster';
import { namespaceName, TENANT_OBJECT, tenantLabels } from '../names.js';
import { cpu, mebibytes } from './quantities.js';
import { ROOM } from './resource-quota.js';

/** A container that states nothing gets the least a plan may have; none may have more than the quota has for all. */
const SMALLEST = { cpu: cpu(50), memory: mebibytes(64) };

export function limitRange({ userId, tenant }: Pick<DesiredInstance, 'userId' | 'tenant'>): V1LimitRange {
  return {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: TENANT_OBJECT, namespace: namespaceName(userId), labels: tenantLabels(userId) },
    spec: {
      limits: [
        {
          type: 'Container',
          _default: SMALLEST,
          defaultRequest: SMALLEST,
          max: {
            cpu: cpu(tenant.cpuMilli + ROOM.cpuMilli),
            memory: mebibytes(tenant.memoryMb + ROOM.memoryMb),
          },
        },
      ],
    },
  };
}
