import { PaymentProof } from '@minispod/database/entities/payment-proof.entity';
import { brokenRules } from '@minispod/testing/books';
import { aCustomer } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { sabotage } from '@minispod/testing/without-lock';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cancelTopUp } from './cancel-top-up.js';
import { getProof } from './get-proof.js';
import { lapseTransfers } from './lapse-transfers.js';
import { topUp } from './top-up.js';
import { ACCOUNT, depsOn, LAPSED, NOW, PROOF_KEY, refusals, transferDesk } from './transfers.test-fixture.js';

let desk: Awaited<ReturnType<typeof transferDesk>>;
let db: TestDatabase;
let customer: string;
beforeAll(async () => {
  desk = await transferDesk();
  ({ db } = desk);
});
beforeEach(async () => {
  customer = await aCustomer(db.dataSource);
});
afterEach(async () => {
  expect(await brokenRules(db.dataSource)).toEqual([]);
});
afterAll(() => db.drop());

describe('the amount', () => {
  test('is what was asked for and a little more, alone among the open ones however many ask at once', async () => {
    const customers = await Promise.all(Array.from({ length: 20 }, () => aCustomer(db.dataSource)));
    const views = await Promise.all(customers.map((userId) => desk.open(userId)));
    expect(new Set(views.map(({ amount }) => amount)).size).toBe(20);
    for (const { amount, instructions, paymentStatus } of views) {
      expect(amount).toBeGreaterThan(100_000);
      expect(amount).toBeLessThan(101_000);
      expect(instructions).toEqual({ kind: 'TRANSFER', amount, accounts: [ACCOUNT] });
      expect(paymentStatus).toBe('PENDING');
    }
  });

  /** Five customers who are all led to the same amount, because the others seem taken to each. */
  async function ledToOneAmount(source: TestDatabase) {
    const taken = sabotage(
      source.dataSource,
      /SELECT amount, bool_or[\s\S]*/,
      `SELECT n AS amount, true AS "isOpen" FROM generate_series($1::bigint, $2::bigint) AS n WHERE n <> $1::bigint + 7 AND $3::timestamptz IS NOT NULL`,
    );
    const customers = await Promise.all(Array.from({ length: 5 }, () => aCustomer(source.dataSource)));
    const results = await Promise.allSettled(
      customers.map((userId) =>
        topUp(depsOn(source), userId, { amount: 300_000, paymentMethod: 'MANUAL_TRANSFER' }, NOW),
      ),
    );
    taken.restore();
    return results.filter(({ status }) => status === 'fulfilled').length;
  }

  test('is refused by the database to all but one of those who chose the same', async () => {
    expect(await ledToOneAmount(db)).toBe(1);
  });

  test('… which its unique index is needed for', async () => {
    const other = await testDatabase({ poolSize: 10 });
    await other.dataSource.query('DROP INDEX payments_manual_amount');
    expect(await ledToOneAmount(other)).toBe(5);
    await other.drop();
  });
});

describe('a proof', () => {
  test('puts the transfer before an administrator, who has as long as it takes', async () => {
    const { transactionId } = await desk.open(customer);
    expect(await desk.prove(customer, transactionId)).toMatchObject({
      paymentStatus: 'IN_REVIEW',
      canCancel: false,
      proof: { fileName: 'bukti.png', contentType: 'image/png', uploadedAt: NOW.toISOString() },
    });
    await lapseTransfers(db.dataSource, new Date(LAPSED.getTime() + 86_400_000));
    await expect(cancelTopUp(depsOn(db), customer, transactionId, NOW)).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    expect(await desk.see(customer, transactionId)).toMatchObject({ paymentStatus: 'IN_REVIEW' });
  });

  test('is added to those before it, the newest is shown, and five are enough', async () => {
    const { transactionId } = await desk.open(customer);
    for (const content of ['one', 'two', 'three', 'four', 'five'])
      await desk.prove(customer, transactionId, content);
    await expect(desk.prove(customer, transactionId, 'six')).rejects.toMatchObject({ code: 'CONFLICT' });
    // What is there already is no sixth.
    await desk.prove(customer, transactionId, 'one');
    const { content } = await getProof(db.dataSource.manager, customer, transactionId, PROOF_KEY);
    expect(content.toString()).toBe('five');
    const kept = await db.dataSource.manager.findBy(PaymentProof, { paymentId: transactionId });
    expect(kept).toHaveLength(5);
    for (const proof of kept) expect(proof.content.toString('latin1')).not.toMatch(/one|two|three|four|five/);
  });

  test('is for its owner and for administrators, who come without a name', async () => {
    const { transactionId } = await desk.open(customer);
    const { manager } = db.dataSource;
    await expect(getProof(manager, customer, transactionId, PROOF_KEY)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await desk.prove(customer, transactionId);
    const stranger = await aCustomer(db.dataSource);
    await expect(getProof(manager, stranger, transactionId, PROOF_KEY)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect((await getProof(manager, null, transactionId, PROOF_KEY)).content.toString()).toBe('a picture');
  });

  test('comes too late for what has ended', async () => {
    const { transactionId } = await desk.open(customer);
    await desk.reject(transactionId);
    await expect(desk.prove(customer, transactionId)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  const sentAtOnce = async () => {
    const { transactionId } = await desk.open(customer);
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () => desk.prove(customer, transactionId)),
    );
    const kept = await db.dataSource.manager.countBy(PaymentProof, { paymentId: transactionId });
    return { failed: refusals(results).length, kept };
  };

  test('sent ten times at once is kept once', async () => {
    expect(await sentAtOnce()).toEqual({ failed: 0, kept: 1 });
  });

  test("… which the lock on its owner's wallet is needed for", async () => {
    const taken = sabotage(db.dataSource, / FOR UPDATE$/);
    const { failed, kept } = await sentAtOnce();
    taken.restore();
    // The guarded transition alone keeps it one, and tells the others that something went wrong on our side.
    expect(failed).toBeGreaterThan(0);
    expect(kept).toBe(1);
  });
});
