import type { V1ObjectMeta, V1Service } from '@kubernetes/client-node';
import { INSTANCE_LABEL } from '../names.js';
import { APP_PORT } from './pod.js';

export function service(metadata: V1ObjectMeta, instanceId: string, port: number): V1Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: {
      type: 'ClusterIP',
      selector: { [INSTANCE_LABEL]: instanceId },
      ports: [{ name: APP_PORT, port, targetPort: APP_PORT, protocol: 'TCP' }],
    },
  };
}
