import { Wallet } from '@minispod/database/entities/wallet.entity';
import { brokenRules } from '@minispod/testing/books';
import { aCustomer, aService } from '@minispod/testing/builders';
import {
  aSubscriber,
  BILLING,
  bringUp,
  ENCRYPTION_KEY,
  paidTopUp,
  readSubscription,
} from '@minispod/testing/subscribers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { collectDues, runBilling } from '../billing/run-billing.js';
import { requestRefund } from '../payment/refund.js';
import { sendRefund } from '../payment/send-refund.js';
import { GatewayRejected } from '../ports/payment-gateway.js';
import { failProvisioning } from '../provisioning/fail-provisioning.js';
import { line, office } from '../reconciliation/office.test-fixture.js';
import { cancelSubscription } from '../subscription/cancel.js';
import { subscribe } from '../subscription/subscribe.js';
import { upgradeSubscription } from '../subscription/upgrade.js';
import { adjustCredit } from '../wallet/adjust.js';

const START = new Date('2026-01-15T03:00:00Z');
const SUSPENDED_AT = new Date('2026-03-01T03:00:00Z');
const NOW = new Date('2026-03-02T03:00:00Z');
const PRICE = 50_000;
const DEBT = 30_000;
/** What every way brings into the wallet. */
const COMES = 120_000;

let desk: Awaited<ReturnType<typeof office>>;
let customer: string;
let suspended: string;
let planOf: (price: number) => Promise<string>;
beforeAll(async () => {
  desk = await office();
  const { dataSource } = desk.db;
  planOf = async (price) => (await aService(dataSource, [{ price }, { price: price + COMES }])).planIds[0]!;
});
afterAll(() => desk.db.drop());

const deps = () => ({
  ...desk.deps,
  billing: BILLING,
  bankAccounts: [],
  publicUrl: '',
  encryptionKey: ENCRYPTION_KEY,
});
const source = () => desk.db.dataSource;
const topUp = (amount: number, at = NOW) => paidTopUp(source(), customer, amount, at);
const adjust = (amount: number) =>
  adjustCredit(source(), desk.administrators[0], { id: customer, amount, reason: 'By hand' }, NOW);
const wallet = () => source().manager.findOneByOrFail(Wallet, { userId: customer });
const promised = async (): Promise<number> =>
  (
    await source().query(
      `SELECT count(*)::int AS n FROM outbox WHERE job = 'collect-dues' AND payload->>'userId' = $1`,
      [customer],
    )
  )[0].n;

/** What the customer was told that a debt took of what came in. */
const told = async (): Promise<number[]> =>
  (
    await source().query(
      `SELECT coalesce(data->'debtPaid', data->'amount')::int AS paid FROM notifications
        WHERE user_id = $1 AND (kind = 'DEBT_PAID' OR kind = 'TOP_UP_RECEIVED' AND (data->>'debtPaid')::int > 0)`,
      [customer],
    )
  ).map(({ paid }: { paid: number }) => paid);

/** A customer whose service is suspended for want of money. */
async function suspend(userId: string): Promise<void> {
  customer = userId;
  await topUp(PRICE, START);
  const { subscriptionId } = await aSubscriber(source(), await planOf(PRICE), START, { userId });
  suspended = subscriptionId;
  for (const at of ['2026-02-15T03:00:01Z', '2026-02-22T03:00:01Z', SUSPENDED_AT.toISOString()])
    await runBilling(deps(), new Date(at));
  expect(await readSubscription(source(), suspended)).toMatchObject({ status: 'SUSPENDED' });
}

/** A top-up that was spent and is charged back: the wallet is empty, and `DEBT` is owed. */
async function owe(): Promise<void> {
  const id = await topUp(PRICE);
  await adjust(-DEBT);
  await desk.told(id, { state: 'CHARGEBACK', rawStatus: 'chargeback' }, NOW);
  expect(await wallet()).toMatchObject({ balance: 0, receivable: DEBT });
}

/** Buys something whose money is to come back, and says how it comes. */
type Way = () => Promise<() => Promise<unknown>>;

async function bought(price: number) {
  await topUp(price);
  const planId = await planOf(price);
  const { subscription, instance } = await subscribe(
    deps(),
    customer,
    { planId, billingCycle: 'MONTHLY' },
    NOW,
  );
  return { id: subscription.id, instanceId: instance.id, planId };
}
const problem = { code: 'NOT_READY_IN_TIME', message: 'not ready' } as const;
const cancelNow = (id: string) => () => cancelSubscription(deps(), customer, { id, when: 'now' }, NOW);

const WAYS: [string, Way][] = [
  ['a top-up', async () => () => topUp(COMES)],
  [
    'the hold of a first start that failed',
    async () => {
      const { instanceId } = await bought(COMES);
      return () => failProvisioning(source(), instanceId, problem, NOW);
    },
  ],
  ['the hold of a start that its owner called off', async () => cancelNow((await bought(COMES)).id)],
  [
    'the unused share of what was cancelled',
    async () => {
      const { id, instanceId } = await bought(COMES);
      await bringUp(source(), instanceId, NOW);
      return cancelNow(id);
    },
  ],
  [
    'the hold of an upgrade that failed',
    async () => {
      const { id, instanceId, planId } = await bought(10_000);
      await bringUp(source(), instanceId, NOW);
      await topUp(COMES);
      const [{ higher }] = await source().query(
        `SELECT h.id AS higher FROM service_plans p JOIN service_plans h ON h.service_id = p.service_id AND h.id <> p.id WHERE p.id = $1`,
        [planId],
      );
      await upgradeSubscription(source(), customer, { id, planId: higher }, NOW);
      return () => failProvisioning(source(), instanceId, problem, NOW);
    },
  ],
  [
    'a refund that the gateway refused',
    async () => {
      const id = await topUp(COMES);
      const input = { id, to: 'SOURCE', reason: 'Asked for it' } as const;
      const { reversalId } = await requestRefund(deps(), desk.administrators[0], input, NOW);
      return async () => {
        const { refund } = desk.midtrans;
        desk.midtrans.refund = () => Promise.reject(new GatewayRejected('no'));
        await sendRefund(deps(), reversalId, NOW);
        desk.midtrans.refund = refund;
      };
    },
  ],
  [
    'more than was asked for, which an administrator credits from a list',
    async () => {
      const id = await topUp(20_000);
      await adjust(-20_000);
      return async () => {
        await desk.take([line(id, 20_000 + COMES, NOW)], NOW);
        const [difference] = await desk.differences({ status: 'OPEN' });
        await desk.resolve(difference?.id ?? '', 'CREDIT', NOW);
      };
    },
  ],
];

test.each(WAYS)('%s pays the debt first, and then what is suspended comes back', async (_, prepare) => {
  await suspend(await aCustomer(source()));
  const bring = await prepare();
  await owe();
  const before = await promised();
  await bring();
  expect(await wallet()).toMatchObject({ balance: COMES - DEBT, receivable: 0 });
  expect(await promised()).toBeGreaterThan(before);
  expect(await told()).toEqual([DEBT]);
  await collectDues(deps(), customer, NOW);
  expect(await readSubscription(source(), suspended)).toMatchObject({ status: 'ACTIVE' });
  expect(await wallet()).toMatchObject({ balance: COMES - DEBT - PRICE });
  expect(await brokenRules(source())).toEqual([]);
});

test('a gift pays no debt, neither when it comes nor with what comes after it', async () => {
  await suspend(await aCustomer(source()));
  await owe();
  const before = await promised();
  await adjust(COMES);
  expect(await wallet()).toMatchObject({ balance: COMES, receivable: DEBT });
  expect(await promised()).toBeGreaterThan(before);
  await topUp(10_000);
  expect(await wallet()).toMatchObject({ balance: COMES, receivable: DEBT - 10_000 });
  await collectDues(deps(), customer, NOW);
  expect(await readSubscription(source(), suspended)).toMatchObject({ status: 'ACTIVE' });
  expect(await brokenRules(source())).toEqual([]);
});

test('every way in that the ledger knows of is among these', async () => {
  const rows: { way: string }[] = await source().query(
    `SELECT DISTINCT split_part(e.idempotency_key, ':', 1) AS way FROM ledger_entries e JOIN ledger_postings p ON p.entry_id = e.id
       JOIN ledger_accounts a ON a.id = p.account_id WHERE a.kind = 'WALLET' AND p.amount > 0 ORDER BY 1`,
  );
  expect(rows.map(({ way }) => way)).toEqual([
    'adjust',
    'refund',
    'refund-returned',
    'resolve',
    'return',
    'topup',
  ]);
});
