import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { directoryStore } from '@minispod/backup-store/directory-store';
import { createClusterData } from '@minispod/cluster/cluster-data';
import type { ServiceTemplate } from '@minispod/contracts/service-template';
import { Backup } from '@minispod/database/entities/backup.entity';
import { InstanceOperation } from '@minispod/database/entities/instance-operation.entity';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { ServiceVersion } from '@minispod/database/entities/service-version.entity';
import { open } from '@minispod/domain/encryption/seal';
import { newId } from '@minispod/domain/id';
import { createInstance } from '@minispod/domain/instance/create-instance';
import { findOpenOperation } from '@minispod/domain/operation/find-open';
import { asOperation, type Operation } from '@minispod/domain/operation/operation';
import type { BackupStore } from '@minispod/domain/ports/backup-store';
import { loadDesired } from '@minispod/domain/provisioning/load-desired';
import { createLogger } from '@minispod/process/logger';
import { sampleTemplate } from '@minispod/testing/builders';
import { expect, vi } from 'vitest';
import { convergeInstance } from '../handlers/converge-instance.js';
import { provisionInstance } from '../handlers/provision-instance.js';
import { removeInstance } from '../handlers/remove-instance.js';
import { sweepOperations } from '../handlers/sweep-operations.js';
import { type Ordered, provisioningFixture } from '../provisioning.test-fixture.js';
import { createOperationRunner, type OperationRunner } from './runner.js';

export interface App extends Ordered {
  serviceId: string;
}

interface HeldVolume {
  namespace: string;
  claim: string;
  bytes: number;
  sha256: string;
  content?: string;
}

export const HOT: ServiceTemplate['backup'] = {
  command: ['dump'],
  restore: { command: ['load'], when: 'before-start' },
  fileExtension: 'dump',
};
export const LOADS_RUNNING: ServiceTemplate['backup'] = {
  ...HOT,
  restore: { command: ['load'], when: 'running' },
};

/** As `provisioningFixture`, with a store and workers that carry operations. */
export async function operationsFixture({ snapshotClass }: { snapshotClass?: string } = {}) {
  const runners = new Set<OperationRunner>();
  const kit = await provisioningFixture({
    onSeen: (id) => {
      for (const runner of runners) runner.changed(id);
    },
  });
  const directory = await mkdtemp(join(tmpdir(), 'operations-'));
  const kept = directoryStore(directory);
  /** What the store says to every `put` until it is cleared. */
  let full: Error | null = null;
  const store: BackupStore = {
    ...kept,
    async put(key, from) {
      if (!full) return kept.put(key, from);
      from.destroy();
      throw full;
    },
  };
  const logger = createLogger({ name: 'test', level: 'silent' });
  const { dataSource } = kit;
  const data = createClusterData({
    kubeConfig: { kind: 'text', yaml: kit.simulated.kubeconfig },
    appsDomain: 'localhost:3004',
    requestTimeoutMs: 2_000,
    ...(snapshotClass && { snapshotClass }),
  });
  const deps = { ...kit.deps, data, store, databaseUrl: kit.db.url, logger };

  /** A worker process that carries operations, but for what it shares with the others of this fixture: the watch. */
  const aRunner = (changes: Partial<typeof deps> = {}): OperationRunner => {
    const runner = createOperationRunner({ ...deps, ...changes }, { lookAgainMs: 100 });
    runners.add(runner);
    return runner;
  };
  const runner = aRunner();

  const read = async (id: string): Promise<Operation> =>
    asOperation(await dataSource.manager.findOneByOrFail(InstanceOperation, { id }));
  const volumes = async ({ userId }: Pick<App, 'userId'>): Promise<HeldVolume[]> => {
    const url = `${kit.simulated.url}/sandbox/volumes?namespace=user-${userId}`;
    return (await (await fetch(url)).json()) as HeldVolume[];
  };
  const instanceOf = ({ instanceId }: App): Promise<ServiceInstance> =>
    dataSource.manager.findOneByOrFail(ServiceInstance, { id: instanceId });
  const names = async (path: string): Promise<string[]> => {
    const [, token = ''] = /token: *"?([\w-]+)/.exec(kit.simulated.kubeconfig) ?? [];
    const list = await fetch(`${kit.simulated.url}/api/v1/${path}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const { items } = (await list.json()) as { items: { metadata: { name: string } }[] };
    return items.map(({ metadata }) => metadata.name);
  };
  const claimOf = (instanceId: string, generation: number) =>
    `i-${instanceId}-data${generation === 1 ? '' : `-${generation}`}`;

  return {
    ...kit,
    deps,
    directory,
    data,
    runner,
    aRunner,
    read,
    volumes,
    instanceOf,
    sweep: sweepOperations(deps, runner),
    setFull(error: Error | null) {
      full = error;
    },
    /** An app that runs, of a service of its own. */
    async anApp(template: Partial<ServiceTemplate> = {}): Promise<App> {
      const order = await kit.anOrder({ template });
      await provisionInstance(kit.deps)(order);
      await kit.until(order, 'RUNNING');
      const [{ service_id: serviceId }] = await dataSource.query(
        `SELECT service_id FROM subscriptions WHERE id = $1`,
        [order.subscriptionId],
      );
      return { ...order, serviceId };
    },
    /** Another version of its service's template, offered from now on. */
    async aVersion({ serviceId }: App, version: string, template: Partial<ServiceTemplate> = {}) {
      await dataSource.manager.insert(ServiceVersion, {
        id: newId(),
        serviceId,
        version,
        template: { ...sampleTemplate(), version, image: `docker.io/example/echo:${version}`, ...template },
        createdAt: kit.deps.clock.now(),
      });
      await dataSource.query('UPDATE services SET version = $2 WHERE id = $1', [serviceId, version]);
    },
    async secrets({ instanceId, userId }: App): Promise<Record<string, string>> {
      const desired = await loadDesired(dataSource.manager, instanceId, kit.deps.encryptionKey);
      expect(desired?.userId).toBe(userId);
      return desired?.secrets ?? {};
    },
    /** What the volume that the instance uses holds. */
    async content(app: App): Promise<string | undefined> {
      const { volumeGeneration } = await instanceOf(app);
      const claim = claimOf(app.instanceId, volumeGeneration);
      return (await volumes(app)).find((volume) => volume.claim === claim)?.content;
    },
    async setContent(app: App, content: string | { mebibytes: number }): Promise<void> {
      const { volumeGeneration } = await instanceOf(app);
      const claim = claimOf(app.instanceId, volumeGeneration);
      const response = await fetch(`${kit.simulated.url}/sandbox/volumes`, {
        method: 'PUT',
        body: JSON.stringify({
          namespace: `user-${app.userId}`,
          claim,
          ...(typeof content === 'string' ? { content } : content),
        }),
      });
      expect(response.status).toBe(200);
    },
    /** What a visitor of the app sees. */
    async page(app: App): Promise<string> {
      const { subdomain } = await kit.view(app);
      const { hostname, port } = new URL(kit.simulated.ingressUrl);
      const asked = get({ hostname, port, headers: { host: `${subdomain}.localhost` } });
      const [answer] = await once(asked, 'response');
      return text(answer);
    },
    /** Carries an operation, as often as it takes, until it has ended and left nothing. */
    async carried(id: string, by: OperationRunner = runner): Promise<Operation> {
      return vi.waitFor(
        async () => {
          by.begin(id);
          await by.idle();
          const operation = await read(id);
          expect(operation).toMatchObject({ finishedAt: expect.any(Date), cleanedAt: expect.any(Date) });
          return operation;
        },
        { timeout: 30_000, interval: 20 },
      );
    },
    backup: (id: string) => dataSource.manager.findOneByOrFail(Backup, { id }),
    stored: async (): Promise<string[]> =>
      (await readdir(directory, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map(({ name }) => name),
    /** Brings the cluster in line until the instance says so. */
    async settled(app: App, status: string): Promise<void> {
      await convergeInstance(kit.deps)(app);
      await kit.until(app, status);
    },
    untilPhase: (app: App, phase: string): Promise<void> =>
      vi.waitFor(async () => expect(await kit.phaseOf(app)).toBe(phase), { timeout: 20_000, interval: 25 }),
    /** Carries an operation until it is in this phase, and lets go of it there. */
    async untilPhaseIs(id: string, phase: string): Promise<void> {
      const carrying = aRunner();
      await vi.waitFor(
        async () => {
          carrying.begin(id);
          expect((await read(id)).phase).toBe(phase);
        },
        { timeout: 20_000, interval: 5 },
      );
      await carrying.close();
    },
    /** One more instance of its subscription. */
    async another(app: App): Promise<App> {
      await dataSource.query(
        `UPDATE service_plans SET max_instances_per_user = 2 WHERE id = (SELECT plan_id FROM subscriptions WHERE id = $1)`,
        [app.subscriptionId],
      );
      const { id } = await createInstance(
        { dataSource, encryptionKey: kit.deps.encryptionKey },
        app.userId,
        { id: app.subscriptionId },
        kit.deps.clock.now(),
      );
      const other = { ...app, instanceId: id };
      await provisionInstance(kit.deps)(other);
      await kit.until(other, 'RUNNING');
      return other;
    },
    async secretsOf(app: App): Promise<unknown> {
      return JSON.parse(
        open(
          kit.deps.encryptionKey,
          { column: 'secrets', id: app.instanceId },
          (await instanceOf(app)).secrets,
        ),
      );
    },
    /** Changes one byte of what the store has. */
    async damage(backupId: string): Promise<void> {
      const { storageKey } = await dataSource.manager.findOneByOrFail(Backup, { id: backupId });
      const path = join(directory, storageKey);
      const bytes = await readFile(path);
      bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
      await writeFile(path, bytes);
    },
    /** An instance that ended leaves the cluster: its last backup is made, then everything of it is removed. */
    async removed(ended: Pick<App, 'instanceId'>): Promise<void> {
      await vi.waitFor(
        async () => {
          await removeInstance(kit.deps)(ended);
          const open = await findOpenOperation(dataSource.manager, ended.instanceId);
          if (open) runner.begin(open.id);
          await runner.idle();
          const { releasedAt } = await dataSource.manager.findOneByOrFail(ServiceInstance, {
            id: ended.instanceId,
          });
          expect(releasedAt).not.toBeNull();
        },
        { timeout: 30_000, interval: 50 },
      );
      await removeInstance(kit.deps)(ended);
    },
    untilNoNamespace: (name: string): Promise<void> =>
      vi.waitFor(async () => expect(await names('namespaces')).not.toContain(name), {
        timeout: 20_000,
        interval: 50,
      }),
    /** Names of pods in the tenant's namespace. */
    pods: ({ userId }: Pick<App, 'userId'>): Promise<string[]> => names(`namespaces/user-${userId}/pods`),
    namespaces: (): Promise<string[]> => names('namespaces'),
    async close() {
      for (const each of runners) await each.close();
      await kit.close();
      await rm(directory, { recursive: true });
    },
  };
}

export type Kit = Awaited<ReturnType<typeof operationsFixture>>;
