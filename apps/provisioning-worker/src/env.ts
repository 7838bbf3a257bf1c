import type { KubeConfigSource } from '@minispod/cluster/settings';
import { billingEnv } from '@minispod/process/billing-env';
import { domainEnv } from '@minispod/process/domain-env';
import { databaseEnv, portEnv, processEnv, readEnv, redisEnv, secretEnv } from '@minispod/process/env';
import { z } from 'zod';

const shape = {
  ...processEnv,
  ...databaseEnv,
  ...redisEnv,
  ...billingEnv,
  ...domainEnv,
  HEALTH_PORT: portEnv.optional(),
  ENCRYPTION_KEY: secretEnv('ENCRYPTION_KEY'),
  CLUSTER: z.enum(['simulated', 'kubeconfig', 'in-cluster']).default('simulated'),
  KUBECONFIG: z.string().optional(),
  KUBE_CONTEXT: z.string().optional(),
  /** Where the simulated cluster listens. */
  SIM_KUBERNETES_URL: z.url().default('http://127.0.0.1:3003'),
  INGRESS_CLASS: z.string().optional(),
  INGRESS_NAMESPACE: z.string().optional(),
  TLS_ISSUER: z.string().optional(),
  STORAGE_CLASS: z.string().optional(),
  /** host:port; absent: the system's name servers. */
  DNS_SERVER: z.string().optional(),
  STRICT_RUNTIME_CLASS: z.string().optional(),
  PROVISION_TIMEOUT_SECONDS: z.coerce.number().int().min(5).max(3600).default(300),
};

export type Env = ReturnType<typeof readProvisioningEnv>;

/** The environment of this worker, checked. Throws ConfigurationError. */
export function readProvisioningEnv() {
  return readEnv(shape, (env) => ({
    CLUSTER: env.CLUSTER === 'simulated' && 'must be kubeconfig or in-cluster in production',
  }));
}

export function kubeConfigSource(env: Env): KubeConfigSource {
  switch (env.CLUSTER) {
    case 'in-cluster':
      return { kind: 'in-cluster' };
    case 'kubeconfig':
      return { kind: 'file', path: env.KUBECONFIG, context: env.KUBE_CONTEXT };
    case 'simulated':
      return { kind: 'text', yaml: simulatedKubeConfig(env.SIM_KUBERNETES_URL) };
  }
}

/** JSON is YAML; the token is the simulated cluster's, which guards nothing. */
function simulatedKubeConfig(server: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'simulated',
    // The client refuses plain HTTP otherwise, even on the loopback interface.
    clusters: [{ name: 'simulated', cluster: { server, 'insecure-skip-tls-verify': true } }],
    contexts: [{ name: 'simulated', context: { cluster: 'simulated', user: 'minispod' } }],
    users: [{ name: 'minispod', user: { token: 'simulated-cluster-not-a-secret' } }],
  });
}
