import { rupiah } from '@minispod/contracts/rupiah';
import { aCustomer } from '@minispod/testing/builders';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { day, line, office } from '../reconciliation/office.test-fixture.js';
import { alertOnPayments } from './alert-on-payments.js';
import { recordFailure, recordSuccess } from './gateway-health.js';
import { rejectTransfer } from './review-transfer.js';
import { topUp } from './top-up.js';
import { ACCOUNT } from './transfers.test-fixture.js';
import { uploadProof } from './upload-proof.js';

let desk: Awaited<ReturnType<typeof office>>;
beforeAll(async () => {
  desk = await office();
});
afterAll(() => desk.db.drop());

/** What is open after a look at this time, by kind. */
async function look(at: Date) {
  const { dataSource } = desk.db;
  await alertOnPayments(dataSource, at);
  const rows: { kind: string; subject: string; message: string; severity: string; user_id: string | null }[] =
    await dataSource.query(
      'SELECT kind, subject, message, severity, user_id FROM alerts WHERE closed_at IS NULL',
    );
  return Object.fromEntries(rows.map(({ kind, ...alert }) => [kind, alert]));
}

test('a gateway that does not answer, until it does', async () => {
  const { dataSource } = desk.db;
  for (let n = 0; n < 3; n++) await recordFailure(dataSource, 'tripay', 'no answer in 10 s', day(2));
  expect((await look(day(2))).GATEWAY_DOWN).toMatchObject({
    subject: 'tripay',
    severity: 'CRITICAL',
    message: 'tripay does not answer and is not offered: no answer in 10 s',
  });
  await recordSuccess(dataSource, 'tripay', day(2));
  expect(await look(day(2))).toEqual({});
});

test('a proof that waits, from the moment it is sent until it is judged', async () => {
  const { dataSource } = desk.db;
  const deps = { dataSource, gateways: new Map(), publicUrl: 'http://console.test', bankAccounts: [ACCOUNT] };
  const customer = await aCustomer(dataSource);
  const { transactionId } = await topUp(
    deps,
    customer,
    { amount: 100_000, paymentMethod: 'MANUAL_TRANSFER' },
    day(2),
  );
  const proof = { content: Buffer.from('seen'), contentType: 'image/png', fileName: 'bukti.png' } as const;
  await uploadProof(
    dataSource,
    customer,
    transactionId,
    proof,
    'a key for proofs that is visibly made up',
    day(2),
  );
  const raised = await dataSource.query('SELECT kind, message FROM alerts WHERE closed_at IS NULL');
  // The transfer's amount ends in rupiah of its own, by which the bank's statement tells it apart.
  const message = expect.stringMatching(/^A proof of a transfer of Rp100\.\d{3} waits for an administrator/);
  expect(raised).toEqual([{ kind: 'PROOF_WAITING', message }]);
  expect((await look(day(3))).PROOF_WAITING).toMatchObject({
    subject: transactionId,
    user_id: customer,
    message,
  });
  await rejectTransfer(dataSource, desk.administrators[0], transactionId, 'No such transfer', day(4));
  expect(await look(day(4))).toEqual({});
});

test('a chargeback of what was spent: for a week, and the debt until it is paid', async () => {
  const payment = await desk.paid(50_000, day(5));
  const chargeback = { kind: 'CHARGEBACK', key: 'c', amount: rupiah(20_000) } as const;
  await desk.spend(50_000, day(5));
  await desk.told(payment, { state: 'PARTIAL_CHARGEBACK', reversals: [chargeback] }, day(6));
  expect(await look(day(6))).toMatchObject({
    CHARGEBACK: { message: 'A card issuer took back Rp20.000, of which the customer owes Rp20.000' },
    RECEIVABLE: { subject: desk.customer, message: 'A customer owes Rp20.000 since money was taken back' },
  });
  expect(Object.keys(await look(day(14)))).toEqual(['RECEIVABLE']);
  await desk.paid(20_000, day(14));
  expect(await look(day(14))).toEqual({});
});

test('open differences of a gateway, in one alert, until the last is resolved', async () => {
  await desk.take([line('unknown', 9_000, day(3)), line('strange', 8_000, day(3))], day(4));
  expect((await look(day(4))).DIFFERENCES_OPEN).toMatchObject({
    subject: 'midtrans',
    message: '2 differences with the lists of midtrans, over Rp17.000 in all',
  });
  const [first, second] = await desk.differences({ status: 'OPEN' });
  await desk.resolve(first?.id ?? '', 'WRITE_OFF', day(4));
  expect((await look(day(4))).DIFFERENCES_OPEN?.message).toMatch(/^1 differences/);
  await desk.resolve(second?.id ?? '', 'WRITE_OFF', day(4));
  expect(await look(day(4))).not.toHaveProperty('DIFFERENCES_OPEN');
});
