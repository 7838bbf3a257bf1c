import { Readable } from 'node:stream';
import { sealStream } from '@minispod/backup-store/seal';
import { Backup } from '@minispod/database/entities/backup.entity';
import { InstanceOperation } from '@minispod/database/entities/instance-operation.entity';
import { withTransaction } from '@minispod/database/transaction';
import { completeBackup } from '@minispod/domain/backup/finish-backup';
import { endOperation } from '@minispod/domain/operation/end-operation';
import { asOperation } from '@minispod/domain/operation/operation';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, startApi } from './testing/start-api.js';
import { subscriber } from './testing/subscriber.js';

let api: Api;
let planId: string;
beforeAll(async () => {
  api = await startApi();
  planId = (await api.ask('GET', '/api/catalog/services/n8n')).body.data.plans[0].id;
});
afterAll(() => api.close());

type Customer = Awaited<ReturnType<typeof subscriber>>;
const aCustomer = (): Promise<Customer> => subscriber(api, planId, 200_000);

/** What the worker does with an operation that goes well. */
async function carriedOut(operationId: string): Promise<void> {
  const operation = asOperation(
    await api.dataSource.manager.findOneByOrFail(InstanceOperation, { id: operationId }),
  );
  await withTransaction(api.dataSource, (tx) => endOperation(tx, operation, null, new Date()));
}

async function aBackup(customer: Customer, content: string): Promise<string> {
  const { status, body } = await customer.ask('POST', `${customer.instancePath}/backups`);
  expect(status).toBe(201);
  const { backup, operation } = body.data;
  const { storageKey } = await api.dataSource.manager.findOneByOrFail(Backup, { id: backup.id });
  const sealed = Readable.from([Buffer.from(content)]).pipe(
    sealStream(api.services.encryptionKey, backup.id),
  );
  await api.services.backupStore.put(storageKey, sealed);
  await withTransaction(api.dataSource, (tx) =>
    completeBackup(tx, backup.id, { sizeBytes: content.length, sha256: 'as the worker saw it' }, new Date()),
  );
  await carriedOut(operation.id);
  return backup.id;
}

test('a backup is made once for a key, listed, downloaded and deleted', async () => {
  const customer = await aCustomer();
  const headers = { 'idempotency-key': 'one-intent' };
  const url = `/api/user${customer.instancePath}/backups`;
  const first = await api.ask('POST', url, { token: customer.token, headers });
  const again = await api.ask('POST', url, { token: customer.token, headers });
  expect(first.status, first.text).toBe(201);
  expect(again.body.data).toEqual(first.body.data);
  const busy = await customer.ask('POST', `${customer.instancePath}/backups`);
  expect(busy.body.error).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('backup') });
  const unfinished = await customer.ask(
    'GET',
    `${customer.instancePath}/backups/${first.body.data.backup.id}/download`,
  );
  expect(unfinished.body.error.code).toBe('CONFLICT');
  await carriedOut(first.body.data.operation.id);

  const id = await aBackup(customer, 'what a customer must be able to take away');
  const { body } = await customer.ask('GET', `${customer.instancePath}/backups`);
  expect(body.data).toMatchObject({ total: 2, schedule: { everyHours: 24, keep: 7 } });
  const file = await customer.ask('GET', `${customer.instancePath}/backups/${id}/download`);
  expect(file.text).toBe('what a customer must be able to take away');
  expect(file.headers['content-disposition']).toMatch(
    /^attachment; filename="n8n-[\w.-]+-\d{8}-\d{4}\.[\w.]+"$/,
  );
  expect(file.headers['content-length']).toBe(String(file.text.length));

  expect((await customer.ask('DELETE', `${customer.instancePath}/backups/${id}`)).status).toBe(200);
  const gone = await customer.ask('GET', `${customer.instancePath}/backups/${id}/download`);
  expect(gone.body.error.code).toBe('NOT_FOUND');
});

test('who did not pay may still list and download, and make nothing new', async () => {
  const customer = await aCustomer();
  const id = await aBackup(customer, 'mine');
  const { accessToken } = await api.administrator();
  const suspended = await api.ask('POST', `/api/admin/subscriptions/${customer.id}/suspend`, {
    token: accessToken,
    body: { reason: 'A test of exports' },
  });
  expect(suspended.status, suspended.text).toBe(200);
  expect((await customer.ask('GET', `${customer.instancePath}/backups`)).body.data.total).toBe(1);
  expect((await customer.ask('GET', `${customer.instancePath}/backups/${id}/download`)).text).toBe('mine');
  for (const path of ['/backups', `/backups/${id}/restore`, '/restore/undo', '/update']) {
    const refused = await customer.ask('POST', `${customer.instancePath}${path}`);
    expect(refused.body.error, path).toMatchObject({
      code: 'CONFLICT',
      message: 'It was stopped by an administrator',
    });
  }
});

test('nobody reads the backup of another', async () => {
  const [owner, stranger] = [await aCustomer(), await aCustomer()];
  const id = await aBackup(owner, 'private');
  for (const path of [owner.instancePath, stranger.instancePath]) {
    const answers = [
      await stranger.ask('GET', `${path}/backups/${id}/download`),
      await stranger.ask('DELETE', `${path}/backups/${id}`),
      await stranger.ask('POST', `${path}/backups/${id}/restore`),
    ];
    expect(answers.map(({ body }) => body.error.code)).toEqual(Array(3).fill('NOT_FOUND'));
  }
  const nobody = await api.ask('GET', `/api/user${owner.instancePath}/backups/${id}/download`);
  expect(nobody.status).toBe(401);
});

test('an update is refused when there is nothing newer', async () => {
  const customer = await aCustomer();
  const refused = await customer.ask('POST', `${customer.instancePath}/update`);
  expect(refused.body.error).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('already') });
  const unknown = await customer.ask('POST', `${customer.instancePath}/update`, { version: '0.0.0' });
  expect(unknown.body.error.code).toBe('NOT_FOUND');
});

test('operators have one backup proved at a time, on the record', async () => {
  const customer = await aCustomer();
  const id = await aBackup(customer, 'to be proved');
  const { accessToken: token } = await api.administrator();
  const begun = await api.ask('POST', `/api/admin/backups/${id}/drill`, { token });
  expect(begun.status, begun.text).toBe(202);
  expect(begun.body.data.operation).toMatchObject({ kind: 'DRILL', status: 'PENDING' });
  const another = await api.ask('POST', `/api/admin/backups/${id}/drill`, { token });
  expect(another.body.error.code).toBe('CONFLICT');
  // It is in nobody's way.
  expect((await customer.ask('POST', `${customer.instancePath}/backups`)).status).toBe(201);
  const { body } = await api.ask('GET', `/api/admin/audit-log?subjectId=${id}`, { token });
  expect(body.data.items).toMatchObject([{ action: 'backup.drill' }]);
});
