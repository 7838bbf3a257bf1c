import type { V1ConfigMap } from '@kubernetes/client-node';
import type { DesiredInstance } from '@minispod/domain/ports/cluster';
import { expect, it, vi } from 'vitest';
import type { ContractFixture } from './contract.test-fixture.js';
import { instanceName, namespaceName } from './names.js';

/** What is told of changes. */
export function watchContract(on: ContractFixture): void {
  it('watches: what exists once, then every change, through dropped connections', async () => {
    const existing = on.instance();
    await on.cluster.apply(existing);
    await on.inPhase(existing, 'READY');
    const stop = new AbortController();
    const seen: string[] = [];
    const watching = on.cluster.watch((instanceId) => seen.push(instanceId), stop.signal);
    const told = (instanceId: string) => vi.waitFor(() => expect(seen).toContain(instanceId), 30_000);
    await told(existing.instanceId);
    expect(seen.filter((instanceId) => instanceId === existing.instanceId)).toHaveLength(1);

    const later = on.instance();
    await on.cluster.apply(later);
    await told(later.instanceId);
    await on.inPhase(later, 'READY');

    on.proxy.refuse(true);
    await on.remove(
      'apps/v1',
      'Deployment',
      instanceName(existing.instanceId),
      namespaceName(existing.userId),
    );
    seen.length = 0;
    on.proxy.refuse(false);
    await told(existing.instanceId);
    await on.inPhase(existing, 'ABSENT');
    on.proxy.dropAll();
    await on.reconciled(existing);
    await on.inPhase(existing, 'READY');

    await on.cluster.apply({ ...later, env: { GREETING: 'malam' } });
    expect((await on.cluster.observe(later)).phase).toBe('PROGRESSING');
    await on.inPhase(later, 'READY');
    await on.removed(later);
    expect((await on.cluster.observe(later)).phase).toBe('ABSENT');

    stop.abort();
    await watching;
    seen.length = 0;
    await on.cluster.apply({ ...existing, running: false });
    await on.inPhase(existing, 'STOPPED');
    expect(seen).toEqual([]);
  });

  it('tells what somebody else deleted or changed, and nothing that we did', async () => {
    const stopped = (overrides: Partial<DesiredInstance> = {}) =>
      on.instance({ running: false, ...overrides });
    const ours = on.instance();
    const theirs = stopped();
    const neighbour = stopped();
    await on.cluster.apply(ours);
    await on.cluster.apply(theirs);
    await on.inPhase(ours, 'READY');
    const stop = new AbortController();
    const told: [instanceId: string, what: string][] = [];
    // What earlier tests made is being removed meanwhile.
    const mine = new Set([ours.instanceId, theirs.instanceId, neighbour.instanceId]);
    const watching = on.cluster.watchDrift((...drift) => {
      if (mine.has(drift[0])) told.push(drift);
    }, stop.signal);
    const namespace = namespaceName(theirs.userId);
    const name = instanceName(theirs.instanceId);
    const hears = (what: string) =>
      vi
        .waitFor(() => expect(told).not.toEqual([]), { timeout: 20_000, interval: 100 })
        .then(() => expect(told.splice(0)).toEqual([[theirs.instanceId, expect.stringContaining(what)]]));
    // Deleted before or after the first list: either way it is missed.
    await on.remove('v1', 'Service', name, namespace);
    await hears(`Service ${name} was deleted`);
    await on.cluster.apply(theirs);

    // Our own changes come first, so that they would be told first.
    await on.cluster.apply({ ...ours, env: { GREETING: 'pagi' } });
    await on.cluster.apply({ ...ours, env: { GREETING: 'siang' } });
    await on.cluster.apply({ ...ours, running: false });
    await on.inPhase(ours, 'STOPPED');
    await on.direct.objects.patch(
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name, namespace },
        data: { url: 'x' },
      } as V1ConfigMap,
      undefined,
      undefined,
      'somebody-else',
    );
    await hears(`ConfigMap ${name} was changed by somebody-else`);
    await on.cluster.apply(theirs);

    await on.remove('networking.k8s.io/v1', 'NetworkPolicy', 'minispod', namespace);
    await hears('NetworkPolicy minispod was deleted');
    await on.cluster.apply(theirs);

    // Beside our fields: an apply would not take it away.
    const labels = { note: 'hello' };
    await on.direct.objects.patch({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace, labels },
    });
    on.proxy.dropAll();
    await on.remove('apps/v1', 'Deployment', name, namespace);
    // The fourth in a row waits for its minute; a neighbour does not.
    await on.reconciled(neighbour);
    await on.remove('v1', 'ConfigMap', instanceName(neighbour.instanceId), namespaceName(neighbour.userId));
    await vi.waitFor(() => expect(told.map(([instanceId]) => instanceId)).toEqual([neighbour.instanceId]), {
      timeout: 20_000,
      interval: 100,
    });
    stop.abort();
    await watching;
  });
}
