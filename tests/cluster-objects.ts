import {
  AppsV1Api,
  CoreV1Api,
  KubeConfig,
  NetworkingV1Api,
  type V1ObjectMeta,
} from '@kubernetes/client-node';
import type { InstanceDetail } from '@minispod/contracts/instance';
import { expect } from 'vitest';

function connect(kubeconfig: string) {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  return {
    core: config.makeApiClient(CoreV1Api),
    apps: config.makeApiClient(AppsV1Api),
    networking: config.makeApiClient(NetworkingV1Api),
  };
}

/** Every object that an instance of n8n has, as the API server keeps it, with the plan's limits. */
export async function expectObjects(
  kubeconfig: string,
  userId: string,
  { id, subscriptionId, subdomain, resources }: InstanceDetail,
): Promise<void> {
  const { core, apps, networking } = connect(kubeconfig);
  const namespace = `user-${userId}`;
  const tenant = { name: 'minispod', namespace };
  const own = { name: `i-${id}`, namespace };
  const cpu = `${resources.cpuMilli}m`;
  const memory = `${resources.memoryMb}Mi`;
  const storage = `${resources.storageGb}Gi`;
  const ours = { 'app.kubernetes.io/managed-by': 'minispod', 'minispod.id/user': userId };
  const labels = { ...ours, 'minispod.id/instance': id, 'minispod.id/subscription': subscriptionId };
  const expectLabelled = ({ metadata }: { metadata?: V1ObjectMeta }) =>
    expect(metadata?.labels).toMatchObject(labels);

  const { metadata } = await core.readNamespace({ name: namespace });
  expect(metadata?.labels).toMatchObject({ ...ours, 'pod-security.kubernetes.io/enforce': 'restricted' });
  // The plan's, and the room for a helper's pod beside it.
  const whole = { cpu: `${resources.cpuMilli + 200}m`, memory: `${resources.memoryMb + 256}Mi` };
  const quota = await core.readNamespacedResourceQuota(tenant);
  expect(quota.spec?.hard).toMatchObject({
    'limits.cpu': whole.cpu,
    'limits.memory': whole.memory,
    'requests.storage': storage,
    persistentvolumeclaims: '1',
  });
  const range = await core.readNamespacedLimitRange(tenant);
  expect(range.spec?.limits[0]?.max).toEqual(whole);
  const policy = await networking.readNamespacedNetworkPolicy(tenant);
  expect(policy.spec?.policyTypes?.toSorted()).toEqual(['Egress', 'Ingress']);

  expectLabelled(await core.readNamespacedConfigMap(own));
  const secret = await core.readNamespacedSecret(own);
  expectLabelled(secret);
  expect(Object.keys(secret.data ?? {})).not.toEqual([]);
  const claim = await core.readNamespacedPersistentVolumeClaim({ name: `i-${id}-data`, namespace });
  expectLabelled(claim);
  expect(claim.spec?.resources?.requests).toEqual({ storage });
  const deployment = await apps.readNamespacedDeployment(own);
  expectLabelled(deployment);
  expect(deployment.spec?.template.spec?.containers[0]?.resources).toEqual({
    requests: { cpu, memory },
    limits: { cpu, memory },
  });
  expect(deployment.status?.readyReplicas).toBe(1);
  const service = await core.readNamespacedService(own);
  expectLabelled(service);
  expect(service.spec?.type).toBe('ClusterIP');
  // The lab has no ingress controller that would answer, so what it would be told is what is looked at.
  const ingress = await networking.readNamespacedIngress(own);
  expectLabelled(ingress);
  expect(ingress.spec?.rules?.map(({ host }) => host)).toEqual([`${subdomain}.apps.example.test`]);
}

export async function removeNamespace(kubeconfig: string, userId: string): Promise<void> {
  await connect(kubeconfig).core.deleteNamespace({ name: `user-${userId}` });
}
