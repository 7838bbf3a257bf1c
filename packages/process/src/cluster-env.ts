import { z } from 'zod';
import type { domainEnv } from './domain-env.js';

/** Where the cluster is: for every process that reads or writes in it. */
export const clusterAccessEnv = {
  /** Absent: `kubeconfig` where KUBECONFIG is set, else `simulated`. */
  CLUSTER: z.enum(['simulated', 'kubeconfig', 'in-cluster']).optional(),
  KUBECONFIG: z.string().optional(),
  KUBE_CONTEXT: z.string().optional(),
  /** Where the simulated cluster listens. */
  SIM_KUBERNETES_URL: z.url().default('http://127.0.0.1:3003'),
};
type ClusterAccessEnv = z.infer<z.ZodObject<typeof clusterAccessEnv>>;

/** What the objects in it look like: for the process that makes them. */
export const clusterEnv = {
  ...clusterAccessEnv,
  INGRESS_CLASS: z.string().optional(),
  INGRESS_NAMESPACE: z.string().optional(),
  TLS_ISSUER: z.string().optional(),
  /** The operator's own public ranges (API server, nodes), separated by commas: apps may not reach them. */
  EGRESS_EXCEPT: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((range) => range.trim() || []))
    .pipe(z.array(z.union([z.cidrv4(), z.cidrv6()]))),
  STORAGE_CLASS: z.string().optional(),
  /** VolumeSnapshotClass; absent: volumes are copied by a helper pod. */
  SNAPSHOT_CLASS: z.string().optional(),
  STRICT_RUNTIME_CLASS: z.string().optional(),
  /** Image of the pods that copy volumes: needs a shell and tar. */
  TOOLBOX_IMAGE: z.string().optional(),
};
type ClusterEnv = z.infer<z.ZodObject<typeof clusterEnv & typeof domainEnv>>;

/** What production refuses: a cluster that forgets is no place for customers' data. */
export function clusterFaults(env: ClusterAccessEnv): Record<string, string | false> {
  return { CLUSTER: clusterKind(env) === 'simulated' && 'must be kubeconfig or in-cluster in production' };
}

/** For `createKubernetesCluster`, `createClusterData` and `createClusterReader`: how to reach the cluster. */
export function kubeConfigSource(env: ClusterAccessEnv) {
  switch (clusterKind(env)) {
    case 'in-cluster':
      return { kind: 'in-cluster' } as const;
    case 'kubeconfig':
      return { kind: 'file', path: env.KUBECONFIG, context: env.KUBE_CONTEXT } as const;
    case 'simulated':
      return { kind: 'text', yaml: simulatedKubeConfig(env.SIM_KUBERNETES_URL) } as const;
  }
}

/** For `createKubernetesCluster` and `createClusterData`. */
export function clusterSettings(env: ClusterEnv) {
  return {
    kubeConfig: kubeConfigSource(env),
    appsDomain: env.APPS_DOMAIN,
    ingressClass: env.INGRESS_CLASS,
    ingressNamespace: env.INGRESS_NAMESPACE,
    tlsIssuer: env.TLS_ISSUER,
    domainIssuer: env.DOMAIN_ISSUER,
    egressExcept: env.EGRESS_EXCEPT,
    storageClass: env.STORAGE_CLASS,
    snapshotClass: env.SNAPSHOT_CLASS,
    strictRuntimeClass: env.STRICT_RUNTIME_CLASS,
    toolboxImage: env.TOOLBOX_IMAGE,
  };
}

function clusterKind({ CLUSTER, KUBECONFIG }: ClusterAccessEnv) {
  return CLUSTER ?? (KUBECONFIG ? 'kubeconfig' : 'simulated');
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
