import { InstanceOperation } from '@minispod/database/entities/instance-operation.entity';
import { aService } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { aSubscriber, bringUp, ENCRYPTION_KEY, readInstance } from '@minispod/testing/subscribers';
import { newId } from '../id.js';
import { createInstance } from './create-instance.js';
import { deleteInstance } from './delete-instance.js';
import { recoverInstance } from './recover-instance.js';
import { restartInstance } from './restart.js';
import { retryInstance } from './retry.js';
import { setPower } from './set-power.js';
import { recordApplied, settleWish, wishedStatus } from './settle-wish.js';
import { updateInstance } from './update-instance.js';

export const START = new Date('2026-03-01T03:00:00Z');
export const at = (seconds: number) => new Date(START.getTime() + seconds * 1_000);
export const days = (n: number) => at(n * 86_400);

export const domainSettings = { appsDomain: 'apps.test', issuer: null, ingressAddresses: ['192.0.2.1'] };

/** A database, and somebody whose app runs on a plan of three instances, with what they can do to it. */
export async function instanceFixture() {
  const db: TestDatabase = await testDatabase({ poolSize: 30 });
  const { dataSource } = db;
  const deps = { dataSource, encryptionKey: ENCRYPTION_KEY, domainSettings };
  let clock = 1;
  /** Every deed has a time of its own. */
  const now = () => at(clock++);

  async function somebody({ maximum = 3, balance = 1_000_000 } = {}) {
    const { planIds } = await aService(dataSource, [
      { price: 50_000, maximum },
      { price: 120_000, maximum },
      { price: 200_000, maximum: 1 },
    ]);
    const who = await aSubscriber(dataSource, planIds[0]!, START, { balance });
    const { userId, subscriptionId } = who;
    return {
      ...who,
      planIds: planIds as [string, string, string],
      create: (input: { subdomain?: string; requestId?: string; envVars?: Record<string, string> } = {}) =>
        createInstance(deps, userId, { id: subscriptionId, ...input }, now()),
      /** One more that runs. */
      async another(): Promise<string> {
        const { id } = await createInstance(deps, userId, { id: subscriptionId }, now());
        await bringUp(dataSource, id, now());
        return id;
      },
      start: (id = who.instanceId) => setPower(dataSource, userId, id, 'RUN', now()),
      stop: (id = who.instanceId) => setPower(dataSource, userId, id, 'STOP', now()),
      restart: (id = who.instanceId) => restartInstance(dataSource, userId, id, now()),
      retry: (id = who.instanceId) => retryInstance(dataSource, userId, id, now()),
      recover: (id = who.instanceId, when = now()) => recoverInstance(dataSource, userId, id, when),
      update: (input: Omit<Parameters<typeof updateInstance>[2], 'id'>, id = who.instanceId) =>
        updateInstance(deps, userId, { id, ...input }, now()),
      async remove(
        id = who.instanceId,
        { confirm, requestId }: { confirm?: string; requestId?: string } = {},
      ) {
        const { name } = await readInstance(dataSource, id);
        const input = { id, confirm: confirm ?? name, ...(requestId && { requestId }) };
        return deleteInstance(dataSource, userId, input, now());
      },
    };
  }

  return {
    db,
    dataSource,
    now,
    somebody,
    instance: (id: string) => readInstance(dataSource, id),
    /** What the worker does once the cluster follows. */
    async follow(id: string): Promise<void> {
      const instance = await readInstance(dataSource, id);
      if (!instance.convergeSince) throw new Error(`${wishedStatus(instance)} is not waited for`);
      await recordApplied(dataSource, id, instance.convergeSince);
      await settleWish(dataSource, id, instance.convergeSince, now());
    },
    async operation(instanceId: string, kind: InstanceOperation['kind'] = 'BACKUP'): Promise<void> {
      await dataSource.manager.insert(InstanceOperation, {
        id: newId(),
        instanceId,
        kind,
        status: 'PENDING',
        phase: 'copy',
        input: {},
        actor: 'system',
        createdAt: START,
        phaseAt: START,
      });
    },
    async activities(instanceId: string): Promise<string[]> {
      const rows = await dataSource.query(
        'SELECT kind FROM instance_activities WHERE instance_id = $1 ORDER BY id',
        [instanceId],
      );
      return rows.map(({ kind }: { kind: string }) => kind);
    },
    async jobs(instanceId: string): Promise<string[]> {
      const rows = await dataSource.query(
        `SELECT job FROM outbox WHERE payload->>'instanceId' = $1 ORDER BY id`,
        [instanceId],
      );
      return rows.map(({ job }: { job: string }) => job);
    },
  };
}

export type Somebody = Awaited<ReturnType<Awaited<ReturnType<typeof instanceFixture>>['somebody']>>;
