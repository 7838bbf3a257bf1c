import type { V1ObjectMeta, V1PersistentVolumeClaim } from '@kubernetes/client-node';
import { gibibytes } from './quantities.js';

export function persistentVolumeClaim(
  metadata: V1ObjectMeta,
  storageGb: number,
  storageClass: string | undefined,
): V1PersistentVolumeClaim {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata,
    spec: {
      accessModes: ['ReadWriteOnce'],
      ...(storageClass && { storageClassName: storageClass }),
      resources: { requests: { storage: gibibytes(storageGb) } },
    },
  };
}
