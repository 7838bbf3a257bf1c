import { expect, it, vi } from 'vitest';
import { type ContractFixture, SLOW } from './contract.test-fixture.js';
import { claimName, instanceName, namespaceName } from './names.js';

/** Starting, stopping, changing, failing, and removing. */
export function lifeContract(on: ContractFixture): void {
  it('stops and starts', async () => {
    const desired = on.instance();
    await on.cluster.apply(desired);
    await on.inPhase(desired, 'READY');
    await on.cluster.apply({ ...desired, running: false });
    await on.inPhase(desired, 'STOPPED');
    const ingress = () =>
      on.read(
        'networking.k8s.io/v1',
        'Ingress',
        instanceName(desired.instanceId),
        namespaceName(desired.userId),
      );
    await expect(ingress()).rejects.toMatchObject({ code: 404 });
    await on.cluster.apply(desired);
    await on.inPhase(desired, 'READY');
    await expect(ingress()).resolves.toBeDefined();
  });

  it('restarts for a changed variable', async () => {
    const desired = on.instance();
    await on.cluster.apply(desired);
    const before = await on.inPhase(desired, 'READY');
    await on.cluster.apply({ ...desired, env: { GREETING: 'selamat pagi' } });
    expect((await on.cluster.observe(desired)).phase).toBe('PROGRESSING');
    const after = await on.inPhase(desired, 'READY');
    expect(after.podName).not.toBe(before.podName);
  });

  it('restarts when it is told, once', async () => {
    const desired = on.instance();
    await on.cluster.apply(desired);
    const before = await on.inPhase(desired, 'READY');
    const restarted = { ...desired, restartedAt: '2026-01-01T00:00:00.000Z' };
    await on.cluster.apply(restarted);
    const after = await on.inPhase(desired, 'READY');
    expect(after.podName).not.toBe(before.podName);
    await on.cluster.apply(restarted);
    expect(await on.cluster.observe(desired)).toEqual(after);
  });

  it('runs hidden', async () => {
    const desired = on.instance({ isExposed: false });
    await on.cluster.apply(desired);
    const namespace = namespaceName(desired.userId);
    expect((await on.direct.objects.list('networking.k8s.io/v1', 'Ingress', namespace)).items).toEqual([]);
    expect((await on.deploymentOf(desired)).spec?.replicas).toBe(1);
  });

  it('tells an image that does not exist, for good', async () => {
    const desired = on.instance();
    desired.template.image = on.under.missingImage;
    await on.cluster.apply(desired);
    const { phase, problem } = await on.observed(desired, ({ problem }) => problem?.definitive === true);
    expect(phase).toBe('PROGRESSING');
    expect(problem?.code).toBe('IMAGE_PULL_FAILED');
    expect(problem?.message).not.toBe('');
  });

  it('removes one instance and nothing of another, of the same user or of a second', async () => {
    const first = on.instance();
    const neighbour = on.second(first);
    const stranger = on.instance();
    for (const desired of [first, neighbour, stranger]) await on.cluster.apply(desired);
    for (const desired of [first, neighbour, stranger]) await on.inPhase(desired, 'READY');
    await on.removed(first);
    expect(await on.cluster.observe(first)).toEqual({ phase: 'ABSENT', problem: null, podName: null });
    const claim = on.read(
      'v1',
      'PersistentVolumeClaim',
      claimName(first.instanceId, 1),
      namespaceName(first.userId),
    );
    await expect(claim).rejects.toMatchObject({ code: 404 });
    for (const desired of [neighbour, stranger]) {
      expect((await on.cluster.observe(desired)).phase).toBe('READY');
      expect(Object.keys(await on.versions(desired))).toHaveLength(10);
    }
    await expect(on.cluster.remove(first)).resolves.toEqual({ remaining: 0 });
  });

  it("takes its user's namespace with it when it was the last, and never before", async () => {
    const desired = on.instance();
    await on.cluster.apply({ ...desired, running: false });
    expect(await on.cluster.removeTenant(desired.userId)).toEqual({
      remaining: expect.any(Number),
      waitingFor: expect.stringContaining(`Deployment i-${desired.instanceId}`),
    });
    await on.removed(desired);
    await on.cluster.removeTenant(desired.userId);
    await vi.waitFor(
      () =>
        expect(on.read('v1', 'Namespace', namespaceName(desired.userId))).rejects.toMatchObject({
          code: 404,
        }),
      { timeout: SLOW - 20_000, interval: 200 },
    );
    expect(await on.cluster.removeTenant(desired.userId)).toEqual({ remaining: 0 });
  });

  it('says which finalizer keeps a removal waiting', async () => {
    const desired = on.instance();
    await on.cluster.apply({ ...desired, running: false });
    const name = instanceName(desired.instanceId);
    const namespace = namespaceName(desired.userId);
    // Finalizers are merged: only null takes them away.
    const finalizers = (held: string[] | null) =>
      on.direct.objects.patch({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name, namespace, finalizers: held as string[] },
      });
    await finalizers(['example.com/keep']);
    const waits = `ConfigMap ${name} (finalizers: example.com/keep)`;
    await vi.waitFor(
      async () => expect(await on.cluster.remove(desired)).toEqual({ remaining: 1, waitingFor: waits }),
      { timeout: SLOW - 20_000, interval: 200 },
    );
    await finalizers(null);
    await on.removed(desired);
  });

  it('leaves alone a namespace of that name that is not ours', async () => {
    const desired = on.instance();
    const name = namespaceName(desired.userId);
    await on.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    await on.cluster.removeTenant(desired.userId);
    expect((await on.read('v1', 'Namespace', name)).metadata?.deletionTimestamp).toBeUndefined();
  });
}
