import { isFields, type KubeObject } from './object.js';

/** The `scale` subresource of an object that has replicas. */
export function scaleOf({ metadata, spec, status }: KubeObject): KubeObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata;
  const replicasIn = (fields: object | undefined) => (isFields(fields) ? (fields.replicas ?? 0) : 0);
  return {
    apiVersion: 'autoscaling/v1',
    kind: 'Scale',
    metadata: {
      name,
      ...(namespace !== undefined && { namespace }),
      uid,
      resourceVersion,
      creationTimestamp,
    },
    spec: { replicas: replicasIn(spec) },
    status: { replicas: replicasIn(status) },
  };
}
