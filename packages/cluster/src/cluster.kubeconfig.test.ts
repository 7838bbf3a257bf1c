import { readFileSync } from 'node:fs';
import { KubeConfig, KubernetesObjectApi } from '@kubernetes/client-node';
import { ClusterRejected, ClusterUnreachable, type DesiredInstance } from '@minispod/domain/ports/cluster';
import { afterAll, describe, expect, it } from 'vitest';
import { clusterContract } from './cluster.contract.js';
import { createKubernetesCluster } from './kubernetes-cluster.js';
import { namespaceName } from './names.js';
import { sampleInstance } from './sample-instance.js';

/** Path of a kubeconfig of a real API server on which everything is allowed; absent, the suite is skipped by name. */
const path = process.env.MINISPOD_TEST_KUBECONFIG;

if (path) {
  clusterContract('a real API server', async () => ({
    kubeconfig: readFileSync(path, 'utf8'),
    measuresVolumes: false,
    missingImage: 'docker.io/library/missing:1.0.0',
    close: async () => {},
  }));
}

describe.skipIf(!path)('a real API server (MINISPOD_TEST_KUBECONFIG)', () => {
  const cluster = () =>
    createKubernetesCluster({ kubeConfig: { kind: 'file', path }, appsDomain: 'apps.example.com' });
  const namespaces = new Set<string>();
  const objects = () => {
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromFile(path ?? '');
    return KubernetesObjectApi.makeApiClient(kubeConfig);
  };
  const removeNamespace = (name: string) =>
    objects().delete({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });

  afterAll(async () => {
    await Promise.allSettled([...namespaces].map(removeNamespace));
  });

  function stopped(): DesiredInstance {
    const desired = sampleInstance('postgresql', { running: false });
    namespaces.add(namespaceName(desired.userId));
    return desired;
  }

  it('refuses to grow a volume of a class that cannot, in its own words', async () => {
    const desired = stopped();
    await cluster().apply(desired);
    const grown = { ...desired, resources: { ...desired.resources, storageGb: 2 } };
    const tenant = { ...desired.tenant, storageGb: 2 };
    const answer = cluster().apply({ ...grown, tenant });
    await expect(answer).rejects.toThrow(ClusterRejected);
    await expect(answer).rejects.toThrow(/PersistentVolumeClaim .*: .*forbidden/);
  });

  it('makes nothing in a namespace that is being removed, and says that this passes', async () => {
    const desired = stopped();
    await cluster().apply(desired);
    await removeNamespace(namespaceName(desired.userId));
    await expect(cluster().apply(desired)).rejects.toThrow(ClusterUnreachable);
  });
});
