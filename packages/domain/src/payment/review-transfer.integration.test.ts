import { Payment } from '@minispod/database/entities/payment.entity';
import { brokenRules } from '@minispod/testing/books';
import { aCustomer } from '@minispod/testing/builders';
import type { TestDatabase } from '@minispod/testing/database';
import { readBalance } from '@minispod/testing/subscribers';
import { sabotage } from '@minispod/testing/without-lock';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { lapseTransfers } from './lapse-transfers.js';
import { LAPSED, refusals, transferDesk } from './transfers.test-fixture.js';

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

describe('an administrator', () => {
  test('approves: credited to the rupiah, told once, on record, however often and by whomever', async () => {
    const { transactionId, amount } = await desk.open(customer);
    await desk.prove(customer, transactionId);
    await desk.approve(transactionId);
    await desk.approve(transactionId, 1);
    expect(await readBalance(db.dataSource, customer)).toBe(amount);
    expect(await desk.see(customer, transactionId)).toMatchObject({
      status: 'COMPLETED',
      paymentStatus: 'PAID',
    });
    expect(await desk.told(transactionId)).toEqual(['TOP_UP_RECEIVED']);
    expect(await desk.recorded(transactionId)).toEqual(['payment.approve']);
    await expect(desk.reject(transactionId)).rejects.toMatchObject({ code: 'CONFLICT' });
    const payment = await db.dataSource.manager.findOneByOrFail(Payment, { transactionId });
    expect(payment).toMatchObject({ reviewedBy: desk.administrators[0], flag: null });
    expect(payment.evidence).toMatchObject({ proofs: [expect.stringMatching(/^[0-9a-f]{64}$/)] });
  });

  test('rejects: the customer reads why, and nothing is credited', async () => {
    const { transactionId } = await desk.open(customer);
    await desk.prove(customer, transactionId);
    await desk.reject(transactionId);
    await desk.reject(transactionId, 1);
    expect(await desk.see(customer, transactionId)).toMatchObject({
      status: 'FAILED',
      failure: 'REJECTED',
      reviewNote: 'No such transfer',
    });
    expect(await readBalance(db.dataSource, customer)).toBe(0);
    expect(await desk.told(transactionId)).toEqual(['TOP_UP_FAILED']);
    expect(await desk.recorded(transactionId)).toEqual(['payment.reject']);
  });

  test('approves what was rejected by mistake, or lapsed before its money came', async () => {
    const [mistaken, late] = [await desk.open(customer), await desk.open(customer)];
    await desk.reject(mistaken.transactionId);
    expect(await lapseTransfers(db.dataSource, LAPSED)).toBeGreaterThan(0);
    await desk.approve(mistaken.transactionId);
    await desk.approve(late.transactionId);
    expect(await readBalance(db.dataSource, customer)).toBe(mistaken.amount + late.amount);
    const { flag } = await db.dataSource.manager.findOneByOrFail(Payment, {
      transactionId: late.transactionId,
    });
    expect(flag).toBe('PAID_AFTER_END');
  });

  const atOnce = async (decide: (id: string, by: 0 | 1) => Promise<void>) => {
    const { transactionId, amount } = await desk.open(customer);
    await desk.prove(customer, transactionId);
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) => decide(transactionId, (index % 2) as 0 | 1)),
    );
    const { status } = await desk.see(customer, transactionId);
    return {
      failed: refusals(results),
      status,
      credited: (await readBalance(db.dataSource, customer)) / amount,
    };
  };

  test('and another approve at once: credited once, and neither is told otherwise', async () => {
    expect(await atOnce(desk.approve)).toEqual({ failed: [], status: 'COMPLETED', credited: 1 });
  });

  test("… which the lock on the customer's wallet is needed for", async () => {
    const taken = sabotage(db.dataSource, / FOR UPDATE$/);
    const { failed, credited } = await atOnce(desk.approve);
    taken.restore();
    // The guarded transition and the ledger's unique key keep the money right even so.
    expect(failed.length).toBeGreaterThan(0);
    expect(credited).toBe(1);
  });

  test('approves while another rejects: credited once all the same, because the money was seen', async () => {
    const { failed, ...after } = await atOnce((id, by) =>
      by === 0 ? desk.approve(id, 0) : desk.reject(id, 1),
    );
    expect(after).toEqual({ status: 'COMPLETED', credited: 1 });
    for (const error of failed) expect(error).toMatchObject({ code: 'CONFLICT' });
  });

  test('and another reject at once: ended once', async () => {
    expect(await atOnce(desk.reject)).toEqual({ failed: [], status: 'FAILED', credited: 0 });
  });
});

describe('a transfer without a proof', () => {
  test('lapses when its time is over and not before, once however many sweep, and its owner is told', async () => {
    const { transactionId, expiresAt } = await desk.open(customer);
    expect(expiresAt).toBe(LAPSED.toISOString());
    expect(await lapseTransfers(db.dataSource, new Date(LAPSED.getTime() - 1))).toBe(0);
    const sweeps = await Promise.all([1, 2, 3].map(() => lapseTransfers(db.dataSource, LAPSED)));
    expect(sweeps.reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(1);
    expect(await desk.see(customer, transactionId)).toMatchObject({ status: 'FAILED', failure: 'EXPIRED' });
    expect(await desk.told(transactionId)).toEqual(['TOP_UP_FAILED']);
    expect(await lapseTransfers(db.dataSource, LAPSED)).toBe(0);
  });

  test('whose proof comes while it lapses is under review or over, never both', async () => {
    const opened = [];
    for (let index = 0; index < 8; index++) opened.push(await desk.open(customer));
    const proofs = Promise.allSettled(
      opened.map(({ transactionId }) => desk.prove(customer, transactionId, transactionId, LAPSED)),
    );
    await lapseTransfers(db.dataSource, LAPSED);
    const results = await proofs;
    for (const [index, { transactionId }] of opened.entries()) {
      const proved = results[index]?.status === 'fulfilled';
      const { paymentStatus, proof } = await desk.see(customer, transactionId);
      expect(paymentStatus).toBe(proved ? 'IN_REVIEW' : 'EXPIRED');
      expect(proof === null).toBe(!proved);
      expect(await desk.told(transactionId)).toEqual(proved ? [] : ['TOP_UP_FAILED']);
    }
  });

  test('that cannot be ended keeps no other open', async () => {
    const [broken, fine] = [await desk.open(customer), await desk.open(customer)];
    await db.dataSource.query(
      `ALTER TABLE payments ADD CONSTRAINT test_stuck CHECK (id <> '${broken.transactionId}' OR status = 'PENDING')`,
    );
    await expect(lapseTransfers(db.dataSource, LAPSED)).rejects.toThrow(
      `transfers failed for ${broken.transactionId}`,
    );
    expect(await desk.see(customer, fine.transactionId)).toMatchObject({ failure: 'EXPIRED' });
    await db.dataSource.query('ALTER TABLE payments DROP CONSTRAINT test_stuck');
    // It rests for a second.
    expect(await lapseTransfers(db.dataSource, new Date(LAPSED.getTime() + 1_000))).toBe(1);
  });
});
