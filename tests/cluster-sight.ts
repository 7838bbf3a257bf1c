import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import {
  AppsV1Api,
  CoreV1Api,
  Exec,
  KubeConfig,
  NetworkingV1Api,
  type V1Deployment,
  type V1Pod,
  type V1Status,
} from '@kubernetes/client-node';
import type { Product } from '@minispod/testing/product';

interface InstanceAt {
  userId: string;
  id: string;
}

/** What is in the cluster of a product, seen past the product: by the API server's own client. */
export function clusterSight(product: Product, kubeconfig?: string) {
  const config = new KubeConfig();
  if (kubeconfig) config.loadFromFile(kubeconfig);
  else config.loadFromString(simulated(product.kubernetes));
  const core = config.makeApiClient(CoreV1Api);
  const apps = config.makeApiClient(AppsV1Api);
  const networking = config.makeApiClient(NetworkingV1Api);
  const exec = new Exec(config);
  const at = ({ userId, id }: InstanceAt) => ({ namespace: `user-${userId}`, name: `i-${id}` });

  const deployment = (of: InstanceAt): Promise<V1Deployment> => apps.readNamespacedDeployment(at(of));
  /** The pods that there are in the owner's namespace, helpers among them. */
  const pods = async ({ userId }: InstanceAt): Promise<V1Pod[]> =>
    (await core.listNamespacedPod({ namespace: `user-${userId}` })).items;
  /** Its own pod, the one that is not on its way out. */
  const pod = async (of: InstanceAt): Promise<V1Pod | undefined> =>
    (await pods(of)).find(
      ({ metadata }) =>
        metadata?.labels?.['minispod.id/instance'] === of.id && metadata.deletionTimestamp === undefined,
    );

  return {
    core,
    apps,
    deployment,
    pods,
    pod,
    async podName(of: InstanceAt): Promise<string | undefined> {
      return (await pod(of))?.metadata?.name;
    },
    /** Of the customer's own and the service's secret ones, as the app has them. */
    async variables(of: InstanceAt): Promise<Record<string, string>> {
      const { data = {} } = await core.readNamespacedSecret(at(of));
      const decoded = Object.entries(data).map(([name, value]) => [
        name,
        Buffer.from(value, 'base64').toString(),
      ]);
      return Object.fromEntries(decoded);
    },
    quota: async ({ userId }: InstanceAt) =>
      (await core.readNamespacedResourceQuota({ namespace: `user-${userId}`, name: 'minispod' })).spec
        ?.hard ?? {},
    claims: async ({ userId }: InstanceAt) =>
      (await core.listNamespacedPersistentVolumeClaim({ namespace: `user-${userId}` })).items,
    /** Under which names it answers. */
    async hosts({ userId, id }: InstanceAt): Promise<string[]> {
      const { items } = await networking.listNamespacedIngress({ namespace: `user-${userId}` });
      return items
        .filter(({ metadata }) => metadata?.labels?.['minispod.id/instance'] === id)
        .flatMap(({ spec }) => spec?.rules?.flatMap(({ host }) => host ?? []) ?? []);
    },
    /** Runs a shell's words in its container; resolves with what they printed. */
    async run(of: InstanceAt, script: string): Promise<string> {
      const name = (await pod(of))?.metadata?.name;
      if (!name) throw new Error(`${of.id} has no pod`);
      const stdout = new PassThrough();
      const printed = text(stdout);
      const status = await new Promise<V1Status>((resolve, reject) => {
        exec
          .exec(`user-${of.userId}`, name, 'app', ['sh', '-c', script], stdout, null, null, false, resolve)
          .catch(reject);
      });
      stdout.end();
      if (status.status !== 'Success') throw new Error(`${script}: ${status.message}`);
      return printed;
    },
    removeNamespace: (userId: string) => core.deleteNamespace({ name: `user-${userId}` }),
  };
}
export type ClusterSight = ReturnType<typeof clusterSight>;

function simulated(server: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'simulated',
    clusters: [{ name: 'simulated', cluster: { server, 'insecure-skip-tls-verify': true } }],
    contexts: [{ name: 'simulated', context: { cluster: 'simulated', user: 'test' } }],
    users: [{ name: 'test', user: { token: 'simulated-cluster-not-a-secret' } }],
  });
}
