import type { V1ConfigMap, V1ObjectMeta } from '@kubernetes/client-node';

export function configMap(metadata: V1ObjectMeta, data: Record<string, string>): V1ConfigMap {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, ...(Object.keys(data).length > 0 && { data }) };
}
