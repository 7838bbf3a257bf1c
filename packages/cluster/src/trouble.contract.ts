import type { V1ConfigMap } from '@kubernetes/client-node';
import { ClusterUnreachable, ForeignObject } from '@minispod/domain/ports/cluster';
import { expect, it } from 'vitest';
import type { ContractFixture } from './contract.test-fixture.js';
import { instanceName, namespaceName, USER_LABEL } from './names.js';

/** Objects of others, objects that somebody changed, and servers that do not answer. */
export function troubleContract(on: ContractFixture): void {
  it('leaves an object that is not ours as it is, and makes nothing beside it', async () => {
    const desired = on.instance();
    const neighbour = on.instance({ userId: desired.userId });
    await on.cluster.apply(neighbour);
    const namespace = namespaceName(desired.userId);
    const name = instanceName(desired.instanceId);
    const foreign: V1ConfigMap = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace },
      data: { a: 'b' },
    };
    const made: V1ConfigMap = await on.create(foreign);
    await expect(on.cluster.apply(desired)).rejects.toThrow(ForeignObject);
    await expect(on.deploymentOf(desired)).rejects.toMatchObject({ code: 404 });
    await on.cluster.remove(desired);
    const after = await on.read<V1ConfigMap>('v1', 'ConfigMap', name, namespace);
    expect(after.metadata?.resourceVersion).toBe(made.metadata?.resourceVersion);
    expect(after.data).toEqual({ a: 'b' });
  });

  it('leaves a namespace that is not ours as it is', async () => {
    const desired = on.instance();
    const name = namespaceName(desired.userId);
    await on.direct.objects.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    await expect(on.cluster.apply(desired)).rejects.toThrow(ForeignObject);
    expect((await on.read('v1', 'Namespace', name)).metadata?.labels ?? {}).not.toHaveProperty(USER_LABEL);
  });

  it('puts back what was deleted by hand, and undoes what was changed', async () => {
    const desired = on.instance();
    await on.cluster.apply(desired);
    await on.inPhase(desired, 'READY');
    const namespace = namespaceName(desired.userId);
    const name = instanceName(desired.instanceId);
    await on.remove('v1', 'Service', name, namespace);
    await on.remove('apps/v1', 'Deployment', name, namespace);
    await on.remove('networking.k8s.io/v1', 'NetworkPolicy', 'minispod', namespace);
    await on.direct.objects.patch({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace },
      data: { url: 'http://elsewhere' },
    } as V1ConfigMap);
    await on.cluster.apply(desired);
    expect(Object.keys(await on.versions(desired))).toHaveLength(10);
    const config = await on.read<V1ConfigMap>('v1', 'ConfigMap', name, namespace);
    expect(config.data?.url).toBe(on.cluster.address(desired).url);
    await on.inPhase(desired, 'READY');
  });

  it('calls a server that does not answer unreachable', async () => {
    const desired = on.instance();
    on.proxy.refuse(true);
    await expect(on.cluster.apply(desired)).rejects.toThrow(ClusterUnreachable);
    await expect(on.cluster.observe(desired)).rejects.toThrow(ClusterUnreachable);
    await expect(on.cluster.remove(desired)).rejects.toThrow(ClusterUnreachable);
  });
}
