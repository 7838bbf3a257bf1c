import type { V1Namespace } from '@kubernetes/client-node';
import type { DesiredInstance } from '@minispod/domain/ports/cluster';
import { namespaceName, tenantLabels } from '../names.js';

const POD_SECURITY = 'pod-security.kubernetes.io';

export type PodSecurity = DesiredInstance['template']['security']['podSecurity'];

/**
 * One namespace per user; the API server itself refuses pods that ask for more than the level allows. `existing` is the
 * namespace as it is: once an app of the user needed `baseline`, the others must not take it away under its pods.
 */
export function namespace(desired: DesiredInstance, existing: V1Namespace | null): V1Namespace {
  const { podSecurity } = desired.template.security;
  const enforced = existing?.metadata?.labels?.[`${POD_SECURITY}/enforce`];
  const level: PodSecurity = enforced === 'baseline' ? 'baseline' : podSecurity;
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: namespaceName(desired.userId),
      labels: {
        ...tenantLabels(desired.userId),
        [`${POD_SECURITY}/enforce`]: level,
        [`${POD_SECURITY}/enforce-version`]: 'latest',
        [`${POD_SECURITY}/warn`]: 'restricted',
        [`${POD_SECURITY}/audit`]: 'restricted',
      },
    },
  };
}
