import type { CheckoutInput } from '@minispod/contracts/checkout';
import { checkout } from '@minispod/domain/checkout/checkout';
import { lapseOrders } from '@minispod/domain/checkout/lapse-orders';
import { payOrder } from '@minispod/domain/checkout/pay-order';
import { cancelTopUp } from '@minispod/domain/payment/cancel-top-up';
import { convergePayment } from '@minispod/domain/payment/converge-payment';
import type { Gateways } from '@minispod/domain/payment/gateways';
import { sweepPayments } from '@minispod/domain/payment/sweep-payments';
import { topUp } from '@minispod/domain/payment/top-up';
import { cancelSubscription } from '@minispod/domain/subscription/cancel';
import { joinWaitlist } from '@minispod/domain/waitlist/join';
import { adjustCredit } from '@minispod/domain/wallet/adjust';
import { createMidtransGateway } from '@minispod/payments/midtrans/gateway';
import { aCustomer } from '@minispod/testing/builders';
import { testDatabase } from '@minispod/testing/database';
import { playMidtrans } from '@minispod/testing/midtrans';
import { BILLING, ENCRYPTION_KEY } from '@minispod/testing/subscribers';

export const PRICE = 50_000;
export const minutes = (n: number, from = new Date()) => new Date(from.getTime() + n * 60_000);

/** A database and a Midtrans of its own, and what customers and the gateway do there. */
export async function checkoutDesk() {
  const db = await testDatabase({ poolSize: 40 });
  const { dataSource } = db;
  const midtrans = await playMidtrans();
  const deps = {
    dataSource,
    gateways: midtrans.gateways,
    bankAccounts: [{ bank: 'BCA', number: '0000000000', holder: 'PT Contoh' }],
    publicUrl: 'http://console.test',
    encryptionKey: ENCRYPTION_KEY,
    billing: BILLING,
  };
  const ends = (paymentId: string, outcome: string) => midtrans.end(paymentId, { outcome });
  const hear = (paymentId: string, now = new Date()) => convergePayment(deps, paymentId, now);
  const stranger = createMidtransGateway({
    serverKey: 'SB-Mid-server-of-nobody',
    clientKey: 'SB-Mid-client-of-nobody',
    isProduction: false,
    coreApiUrl: midtrans.url,
    snapApiUrl: `${midtrans.url}/snap/v1`,
  });
  const strangers: Gateways = new Map([[stranger.name, stranger]]);
  const buy = (
    userId: string,
    planId: string,
    more: Partial<CheckoutInput> = {},
    now = new Date(),
    gateways = midtrans.gateways,
    address?: string,
  ) => {
    const way = { billingCycle: 'MONTHLY', paymentMethod: 'BANK_TRANSFER', bank: 'bca' } as const;
    return checkout({ ...deps, gateways, address }, userId, { planId, ...way, ...more }, now);
  };
  /** A top-up that the gateway settled. */
  const fund = async (userId: string, amount: number, now = new Date()) => {
    const { transactionId } = await topUp(deps, userId, { amount, paymentMethod: 'QRIS' }, now);
    await ends(transactionId, 'settlement');
    await hear(transactionId, now);
    return transactionId;
  };
  const administrator = await aCustomer(dataSource);
  const give = (id: string, amount: number) =>
    adjustCredit(dataSource, administrator, { id, amount, reason: 'as the test has it' }, new Date());

  return {
    db,
    deps,
    administrator,
    customer: (balance = 0) => aCustomer(dataSource, { balance }),
    buy,
    /** Customers of a Midtrans that does not know our key and refuses everything. */
    refused: {
      buy: (userId: string, planId: string, more: Partial<CheckoutInput>) =>
        buy(userId, planId, more, new Date(), strangers),
      payAnew: (userId: string, id: string) =>
        payOrder({ ...deps, gateways: strangers }, userId, { id, paymentMethod: 'QRIS' }, new Date()),
    },
    /** What the cluster was last seen to have free, one entry a node. */
    roomIs: (free: { cpuMilli: number; memoryMb: number }[], takenAt: Date) =>
      dataSource.query(
        `INSERT INTO cluster_capacity (nodes, allocatable_cpu_milli, allocatable_memory_mb, requested_cpu_milli, requested_memory_mb, free, taken_at)
         VALUES ($1, 0, 0, 0, 0, $2, $3)`,
        [free.length, JSON.stringify(free), takenAt],
      ),
    payAnew: (userId: string, id: string, more: Partial<CheckoutInput> = {}, now = new Date()) =>
      payOrder(deps, userId, { id, paymentMethod: 'QRIS', ...more }, now),
    give,
    fund,
    /** Topped up, spent, and taken back by the card issuer. */
    async owes(userId: string, amount: number) {
      const transactionId = await fund(userId, amount);
      await give(userId, -amount);
      await ends(transactionId, 'chargeback');
      await hear(transactionId);
    },
    join: (userId: string, planId: string) => joinWaitlist(dataSource, userId, planId, new Date()),
    cancelPayment: (userId: string, transactionId: string) =>
      cancelTopUp(deps, userId, transactionId, new Date()),
    cancel: (userId: string, id: string) =>
      cancelSubscription(deps, userId, { id, when: 'period_end' }, new Date()),
    /** The gateway's word, told to nobody. */
    ends,
    faults: midtrans.fault,
    hear,
    sweep: (now: Date) => sweepPayments(deps, now),
    lapse: (now: Date) => lapseOrders(dataSource, now),
    /** Everything that a checkout moves: order, subscription, instance, its payments, slots of the plan, the balance. */
    async look(orderId: string) {
      const [row] = await dataSource.query(
        `SELECT o.status AS order, s.status AS subscription, i.status AS instance, i.released_at IS NULL AS "keepsAddress",
                p.used_quota AS used, w.balance, (SELECT array_agg(status ORDER BY id) FROM payments WHERE order_id = o.id) AS payments,
                (SELECT status FROM holds WHERE order_id = o.id) AS hold,
                (SELECT count(*) FROM provisioning_tasks WHERE order_id = o.id) AS tasks
           FROM orders o JOIN subscriptions s ON s.id = o.subscription_id JOIN service_instances i ON i.subscription_id = s.id
           JOIN service_plans p ON p.id = s.plan_id JOIN wallets w ON w.user_id = o.user_id WHERE o.id = $1`,
        [orderId],
      );
      return row;
    },
    async told(userId: string): Promise<string[]> {
      const rows = await dataSource.query('SELECT kind FROM notifications WHERE user_id = $1 ORDER BY id', [
        userId,
      ]);
      return rows.map((row: { kind: string }) => row.kind);
    },
    async close() {
      await midtrans.close();
      await db.drop();
    },
  };
}

export type CheckoutDesk = Awaited<ReturnType<typeof checkoutDesk>>;

export const WAITING = {
  order: 'PENDING_PAYMENT',
  subscription: 'PENDING_PAYMENT',
  instance: 'PENDING',
  keepsAddress: true,
  used: 1,
  hold: null,
  tasks: 0,
};
export const BOUGHT = {
  order: 'PAID',
  subscription: 'ACTIVE',
  instance: 'PENDING',
  keepsAddress: true,
  used: 1,
  hold: 'HELD',
  tasks: 1,
};
export const FREE_AGAIN = {
  order: 'CANCELED',
  subscription: 'CANCELLED',
  instance: 'TERMINATED',
  keepsAddress: false,
  used: 0,
  hold: null,
  tasks: 0,
};
