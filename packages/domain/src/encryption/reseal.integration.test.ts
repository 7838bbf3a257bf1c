import { aCustomer, aService } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { aSubscriber, ENCRYPTION_KEY, readInstance } from '@minispod/testing/subscribers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../id.js';
import { topUp } from '../payment/top-up.js';
import { ACCOUNT } from '../payment/transfers.test-fixture.js';
import { uploadProof } from '../payment/upload-proof.js';
import { reseal } from './reseal.js';
import { isSealedNow, open, openBytes, type SealedPlace, seal } from './seal.js';

const PICTURE = Buffer.from('what a bank slip shows');

const next = 'the key that takes over and is visibly made up';
const keys = `${next},${ENCRYPTION_KEY}`;
const now = new Date('2026-03-01T03:00:00Z');
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

test('everything is sealed with the new key, opens with it alone, and a second run finds nothing to do', async () => {
  const { dataSource } = db;
  const { planIds } = await aService(dataSource, [{ price: 50_000 }]);
  const { instanceId } = await aSubscriber(dataSource, planIds[0] ?? '', now, { balance: 100_000 });
  const before = await readInstance(dataSource, instanceId);
  expect(isSealedNow(keys, before.secrets)).toBe(false);

  expect(await reseal(dataSource, keys)).toBe(2);
  const after = await readInstance(dataSource, instanceId);
  for (const [column, was, is] of [
    ['secrets', before.secrets, after.secrets],
    ['variables', before.envVars, after.envVars],
  ] as const) {
    const place = { column, id: instanceId };
    expect(open(next, place, is)).toBe(open(ENCRYPTION_KEY, place, was));
  }
  expect(await reseal(dataSource, keys)).toBe(0);
});

test('what waits in requests and operations, and the files, are sealed anew as well', async () => {
  const { dataSource } = db;
  const { planIds } = await aService(dataSource, [{ price: 0 }]);
  const { userId, instanceId } = await aSubscriber(dataSource, planIds[0] ?? '', now);
  const administrator = await aCustomer(dataSource);
  const [action, operation] = [newId(), newId()];
  const text = (column: SealedPlace['column'], id: string, words: string) =>
    seal(ENCRYPTION_KEY, { column, id }, words);
  await dataSource.query(
    `INSERT INTO money_actions (id, kind, requested_by, user_id, amount, reason, subject_id, status, input, created_at, expires_at)
     VALUES ($1, 'REFUND', $2, $3, -5, 'A test', NULL, 'PENDING', $4, $5, $5)`,
    [action, administrator, userId, { bankAccount: text('bank-account', action, 'BCA 1') }, now],
  );
  await dataSource.query(
    `INSERT INTO instance_operations (id, instance_id, kind, status, phase, actor, created_at, phase_at, finished_at, input)
     VALUES ($1, $2, 'RESTORE', 'SUCCEEDED', 'done', 'system', $3, $3, $3, $4)`,
    [
      operation,
      instanceId,
      now,
      {
        from: { secrets: text('secrets', instanceId, 'former') },
        to: { secrets: text('secrets', instanceId, 'new') },
      },
    ],
  );
  const { transactionId } = await topUp(
    { dataSource, gateways: new Map(), bankAccounts: [ACCOUNT], publicUrl: '' },
    userId,
    { amount: 10_000, paymentMethod: 'MANUAL_TRANSFER' },
    now,
  );
  const slip = { content: PICTURE, contentType: 'image/png', fileName: 'bukti.png' } as const;
  await uploadProof(dataSource, userId, transactionId, slip, ENCRYPTION_KEY, now);

  await reseal(dataSource, keys);

  const [waiting] = await dataSource.query('SELECT input FROM money_actions WHERE id = $1', [action]);
  expect(open(next, { column: 'bank-account', id: action }, waiting.input.bankAccount)).toBe('BCA 1');
  const [done] = await dataSource.query('SELECT input FROM instance_operations WHERE id = $1', [operation]);
  const place = { column: 'secrets', id: instanceId } as const;
  expect([done.input.from, done.input.to].map(({ secrets }) => open(next, place, secrets))).toEqual([
    'former',
    'new',
  ]);
  const [file] = await dataSource.query('SELECT id, content FROM payment_proofs');
  expect(openBytes(next, { column: 'proof', id: file.id }, file.content)).toEqual(PICTURE);
  expect(await reseal(dataSource, keys)).toBe(0);
});
