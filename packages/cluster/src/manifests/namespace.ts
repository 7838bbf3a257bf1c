import type { V1Namespace } from '@kubernetes/client-node';
import { namespaceName, tenantLabels } from '../names.js';

const POD_SECURITY = 'pod-security.kubernetes.io';

/** One namespace per user; the API server itself refuses pods that ask for more than `restricted` allows. */
export function namespace(userId: string): V1Namespace {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: namespaceName(userId),
      labels: {
        ...tenantLabels(userId),
        [`${POD_SECURITY}/enforce`]: 'restricted',
        [`${POD_SECURITY}/enforce-version`]: 'latest',
        [`${POD_SECURITY}/warn`]: 'restricted',
        [`${POD_SECURITY}/audit`]: 'restricted',
      },
    },
  };
}
