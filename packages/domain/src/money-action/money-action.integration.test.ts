import type { RefundInput } from '@minispod/contracts/payments';
import { AuditLogEntry } from '@minispod/database/entities/audit-log-entry.entity';
import { MoneyAction } from '@minispod/database/entities/money-action.entity';
import { PaymentReversal } from '@minispod/database/entities/payment-reversal.entity';
import { Transaction } from '@minispod/database/entities/transaction.entity';
import { brokenRules } from '@minispod/testing/books';
import { aCustomer } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { ENCRYPTION_KEY, paidTopUp, readBalance } from '@minispod/testing/subscribers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { open } from '../encryption/seal.js';
import { requestRefund } from '../payment/refund.js';
import { approveTransfer } from '../payment/review-transfer.js';
import { topUp } from '../payment/top-up.js';
import { depsOn } from '../payment/transfers.test-fixture.js';
import { uploadProof } from '../payment/upload-proof.js';
import { adjustCredit } from '../wallet/adjust.js';
import { approve, refuse } from './decide.js';
import { expireApprovals } from './expire.js';
import { listApprovals } from './list-approvals.js';

const NOW = new Date('2026-03-02T03:00:00Z');
const hours = (n: number) => new Date(NOW.getTime() + n * 3_600_000);
const LIMITS = { perAction: 1_000_000, perDay: 2_500_000, hours: 72 };
const ABOVE = LIMITS.perAction + 1;

let db: TestDatabase;
let first: string;
let second: string;
let customer: string;
beforeAll(async () => {
  db = await testDatabase({ poolSize: 20 });
});
beforeEach(async () => {
  [first, second, customer] = [await administrator(), await administrator(), await aCustomer(db.dataSource)];
});
afterEach(async () => expect(await brokenRules(db.dataSource)).toEqual([]));
afterAll(() => db.drop());

async function administrator(): Promise<string> {
  const id = await aCustomer(db.dataSource);
  await db.dataSource.query(`UPDATE users SET role = 'ADMINISTRATOR' WHERE id = $1`, [id]);
  return id;
}
const deps = () => ({ ...depsOn(db), encryptionKey: ENCRYPTION_KEY, approvals: LIMITS });
const give = (amount: number, by = first, to = customer, at = NOW, requestId?: string) =>
  adjustCredit(
    db.dataSource,
    by,
    { id: to, amount, reason: 'An apology', ...(requestId && { requestId }) },
    at,
    LIMITS,
  );
const balance = () => readBalance(db.dataSource, customer);
const asked = async (amount = ABOVE) => (await give(amount)).approval?.id ?? '';
const row = (id: string) => db.dataSource.manager.findOneByOrFail(MoneyAction, { id });
const recorded = async (subjectId: string) =>
  (await db.dataSource.manager.find(AuditLogEntry, { where: { subjectId }, order: { id: 'ASC' } })).map(
    ({ action, actorId }) => [action, actorId],
  );
const alerts = async (): Promise<string[]> =>
  (
    await db.dataSource.query(
      `SELECT subject FROM alerts WHERE kind = 'APPROVAL_WAITS' AND closed_at IS NULL`,
    )
  ).map((alert: { subject: string }) => alert.subject);

describe('nobody moves their own money', () => {
  const own = { code: 'FORBIDDEN', details: { wallet: 'own' } };

  test('not by adjusting, up or down, however little', async () => {
    await expect(give(1, first, first)).rejects.toMatchObject(own);
    await expect(give(-1, first, first)).rejects.toMatchObject({ code: 'INSUFFICIENT_CREDIT' });
    expect(await readBalance(db.dataSource, first)).toBe(0);
  });

  test('not by approving a transfer or refunding a top-up of theirs', async () => {
    const { transactionId } = await topUp(
      depsOn(db),
      first,
      { amount: 100_000, paymentMethod: 'MANUAL_TRANSFER' },
      NOW,
    );
    const approved = approveTransfer(db.dataSource, first, transactionId, NOW, 'On the statement', LIMITS);
    await expect(approved).rejects.toMatchObject(own);
    const paymentId = await paidTopUp(db.dataSource, first, 100_000, NOW);
    await expect(refund(paymentId, {})).rejects.toMatchObject(own);
    expect(await readBalance(db.dataSource, first)).toBe(100_000);
  });

  test('and the database refuses it whoever writes it', async () => {
    await give(1);
    await expect(db.dataSource.query('UPDATE money_actions SET user_id = requested_by')).rejects.toThrow(
      /money_actions_never_own/,
    );
    await expect(
      db.dataSource.query('UPDATE money_actions SET expires_at = created_at, decided_by = requested_by'),
    ).rejects.toThrow(/money_actions_second_person/);
  });
});

describe('a transfer without a proof', () => {
  const transfer = async () =>
    (await topUp(depsOn(db), customer, { amount: 100_000, paymentMethod: 'MANUAL_TRANSFER' }, NOW))
      .transactionId;

  test('is approved with a stated reason alone, which the books keep', async () => {
    const id = await transfer();
    await expect(approveTransfer(db.dataSource, first, id, NOW)).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
      details: { reason: expect.any(String) },
    });
    expect(await balance()).toBe(0);
    await approveTransfer(db.dataSource, first, id, NOW, 'Seen on the statement of 2 March');
    expect(await balance()).toBeGreaterThanOrEqual(100_000);
    expect(await db.dataSource.manager.findOneBy(Transaction, { id })).toMatchObject({
      processedBy: first,
      adminNotes: 'Seen on the statement of 2 March',
    });
  });

  test('and one with a proof needs no more', async () => {
    const id = await transfer();
    const proof = { content: Buffer.from('a picture'), contentType: 'image/png', fileName: 'a.png' } as const;
    await uploadProof(db.dataSource, customer, id, proof, ENCRYPTION_KEY, NOW);
    await approveTransfer(db.dataSource, first, id, NOW);
    expect(await balance()).toBeGreaterThanOrEqual(100_000);
  });
});

describe('above the limits', () => {
  test('one action waits: nothing is moved, the log and an alert tell of it', async () => {
    const { transaction, creditBalance, approval } = await give(ABOVE);
    expect({ transaction, creditBalance }).toEqual({ transaction: null, creditBalance: 0 });
    expect(approval).toMatchObject({
      status: 'PENDING',
      amount: ABOVE,
      requestedBy: { id: first },
      user: { id: customer },
      expiresAt: hours(72).toISOString(),
      approvers: expect.any(Number),
    });
    expect(await balance()).toBe(0);
    const id = approval?.id ?? '';
    expect(await recorded(id)).toEqual([['approval.request', first]]);
    expect(await alerts()).toContain(id);
  });

  test('the sum of a day waits as well, taken and given added up, and is free again a day later', async () => {
    await give(1_000_000);
    await give(-1_000_000);
    expect((await give(500_001)).approval).not.toBeNull();
    expect((await give(500_000)).approval).toBeNull();
    expect((await give(1, second)).approval).toBeNull();
    expect((await give(1)).approval).not.toBeNull();
    expect((await give(1_000_000, first, customer, hours(24.01))).approval).toBeNull();
  });

  test('twenty at once for different customers never add up to more than the day allows', async () => {
    const customers = await Promise.all(Array.from({ length: 20 }, () => aCustomer(db.dataSource)));
    await Promise.all(customers.map((to) => give(500_000, first, to)));
    const balances = await Promise.all(customers.map((to) => readBalance(db.dataSource, to)));
    expect(balances.filter((amount) => amount > 0)).toHaveLength(5);
  });

  test('a second administrator approves: it is done, by the one who asked, seen by both in the log', async () => {
    const id = await asked();
    const approved = await approve(deps(), second, id, hours(1));
    expect(approved).toMatchObject({ status: 'DONE', decidedBy: { id: second } });
    expect(await balance()).toBe(ABOVE);
    expect(await db.dataSource.manager.findOneBy(Transaction, { userId: customer })).toMatchObject({
      processedBy: first,
      paymentMethod: 'ADMIN_MANUAL',
      adminNotes: 'An apology',
    });
    expect(await recorded(id)).toEqual([
      ['approval.request', first],
      ['approval.approve', second],
    ]);
    expect(await alerts()).not.toContain(id);
    // What two have looked at does not use up one's own day.
    expect((await give(1_000_000, first, customer, hours(1))).approval).toBeNull();
  });

  test('neither who asked nor whose wallet it is may approve', async () => {
    const id = await asked();
    await expect(approve(deps(), first, id, NOW)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const { approval } = await give(ABOVE, first, second);
    await expect(approve(deps(), second, approval?.id ?? '', NOW)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    expect([await balance(), await readBalance(db.dataSource, second)]).toEqual([0, 0]);
  });

  test('is refused with a reason, or withdrawn, and never done after that', async () => {
    const id = await asked();
    const refused = await refuse(db.dataSource, second, { id, reason: 'Nothing of the kind' }, NOW);
    expect(refused).toMatchObject({ status: 'REFUSED', decisionReason: 'Nothing of the kind' });
    await expect(approve(deps(), second, id, NOW)).rejects.toMatchObject({ code: 'CONFLICT' });
    const own = await asked();
    await refuse(db.dataSource, first, { id: own, reason: 'A slip' }, NOW);
    expect(await row(own)).toMatchObject({ status: 'REFUSED', input: null });
    expect(await balance()).toBe(0);
  });

  test('many approvals and refusals at once decide it once', async () => {
    const [third, id] = [await administrator(), await asked()];
    const results = await Promise.allSettled(
      [second, third, second, third].flatMap((by) => [
        approve(deps(), by, id, NOW),
        refuse(db.dataSource, by, { id, reason: 'No' }, NOW),
      ]),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const { status } = await row(id);
    expect(await balance()).toBe(status === 'DONE' ? ABOVE : 0);
  });

  test('asked for twice with one key, it is one request', async () => {
    const [one, again] = [
      await give(ABOVE, first, customer, NOW, 'key-1'),
      await give(ABOVE, first, customer, NOW, 'key-1'),
    ];
    expect(again.approval?.id).toBe(one.approval?.id);
  });

  test('expires by its deadline, whether or not the sweep came by, and can be asked for anew', async () => {
    const id = await asked();
    await expect(approve(deps(), second, id, hours(72))).rejects.toMatchObject({
      code: 'CONFLICT',
      details: { status: 'EXPIRED' },
    });
    await expireApprovals(db.dataSource, hours(71.9));
    expect(await row(id)).toMatchObject({ status: 'PENDING' });
    await expireApprovals(db.dataSource, hours(72));
    expect(await row(id)).toMatchObject({ status: 'EXPIRED', input: null, decidedBy: null });
    expect(await alerts()).not.toContain(id);
    expect(await balance()).toBe(0);
    await approve(
      deps(),
      second,
      (await give(ABOVE, first, customer, hours(73))).approval?.id ?? '',
      hours(74),
    );
    expect(await balance()).toBe(ABOVE);
  });

  test('what can no longer be done is not done, and goes on waiting', async () => {
    await give(1_000_000);
    await give(1_000_000, second);
    const { approval } = await give(-1_500_000);
    await give(-1_000_000, second);
    await expect(approve(deps(), second, approval?.id ?? '', NOW)).rejects.toMatchObject({
      code: 'INSUFFICIENT_CREDIT',
    });
    expect(await row(approval?.id ?? '')).toMatchObject({ status: 'PENDING' });
  });
});

const refund = (id: string, more: Partial<RefundInput>, by = first) =>
  requestRefund(
    deps(),
    by,
    {
      id,
      reason: 'Asked for',
      to: 'BANK_ACCOUNT',
      bankAccount: { bank: 'BCA', number: '1234567890', holder: 'Budi', reference: 'TRF-1' },
      ...more,
    },
    NOW,
  );

describe('the other doors', () => {
  test('a large refund waits with its bank account sealed, once at a time, and is recorded when approved', async () => {
    const id = await paidTopUp(db.dataSource, customer, 5_000_000, NOW);
    const { reversalId } = await refund(id, {});
    expect(await balance()).toBe(5_000_000);
    expect(JSON.stringify(await row(reversalId))).not.toContain('1234567890');
    await expect(refund(id, {}, second)).rejects.toMatchObject({
      code: 'CONFLICT',
      details: { approvalId: reversalId },
    });
    await approve(deps(), second, reversalId, NOW);
    expect(await balance()).toBe(0);
    const reversal = await db.dataSource.manager.findOneByOrFail(PaymentReversal, { id: reversalId });
    expect(reversal).toMatchObject({ status: 'DONE', requestedBy: first, amount: 5_000_000 });
    expect(
      open(ENCRYPTION_KEY, { column: 'bank-account', id: reversalId }, reversal.bankAccount ?? ''),
    ).toContain('1234567890');
  });

  test('a large transfer waits for a second look, and its proof stays what it was', async () => {
    const { transactionId } = await topUp(
      depsOn(db),
      customer,
      { amount: 5_000_000, paymentMethod: 'MANUAL_TRANSFER' },
      NOW,
    );
    const say = () => approveTransfer(db.dataSource, first, transactionId, NOW, 'On the statement', LIMITS);
    await say();
    await expect(say()).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await balance()).toBe(0);
    const { items } = await listApprovals(db.dataSource.manager, {
      page: 1,
      limit: 20,
      subjectId: transactionId,
      status: 'PENDING',
    });
    await approve(deps(), second, items[0]?.id ?? '', NOW);
    expect(await balance()).toBeGreaterThanOrEqual(5_000_000);
    await say();
  });

  test('with one administrator alone it says that there is nobody to approve it', async () => {
    await db.dataSource.query(`UPDATE users SET role = 'USER' WHERE id <> $1`, [first]);
    expect((await give(ABOVE)).approval).toMatchObject({ status: 'PENDING', approvers: 0 });
  });
});
