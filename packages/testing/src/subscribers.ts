import type { BillingCycle } from '@minispod/contracts/catalog';
import { rupiah } from '@minispod/contracts/rupiah';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import { Wallet } from '@minispod/database/entities/wallet.entity';
import { withTransaction } from '@minispod/database/transaction';
import type { BillingSettings } from '@minispod/domain/billing-settings';
import type { Gateways } from '@minispod/domain/payment/gateways';
import { openPayment } from '@minispod/domain/payment/open-payment';
import { settlePayment } from '@minispod/domain/payment/settle-payment';
import type { GatewayStatus } from '@minispod/domain/ports/payment-gateway';
import { completeProvisioning } from '@minispod/domain/provisioning/complete-provisioning';
import { startProvisioning } from '@minispod/domain/provisioning/tasks';
import { subscribe } from '@minispod/domain/subscription/subscribe';
import { lockWallet } from '@minispod/domain/wallet/lock-wallet';
import { createMidtransGateway } from '@minispod/payments/midtrans/gateway';
import type { DataSource } from 'typeorm';
import { aCustomer } from './builders.js';

export const BILLING: BillingSettings = { ppnRate: 11, graceDays: 7, retentionDays: 30 };
export const ENCRYPTION_KEY = 'a key for tests, long enough for anybody';

const PROVISIONING_MS = 300_000;

/** It says which ways to pay there are; it is never asked anything. */
const midtrans = createMidtransGateway({
  serverKey: 'SB-Mid-server-not-a-real-key',
  clientKey: 'SB-Mid-client-not-a-real-key',
  isProduction: false,
});
const gateways: Gateways = new Map([[midtrans.name, midtrans]]);

export interface Subscriber {
  userId: string;
  subscriptionId: string;
  instanceId: string;
}

/** A customer with this credit who bought a plan at `now` and has it running. */
export async function aSubscriber(
  dataSource: DataSource,
  planId: string,
  now: Date,
  { balance = 0, billingCycle = 'MONTHLY' as BillingCycle, userId = '' } = {},
): Promise<Subscriber> {
  const buyer = userId || (await aCustomer(dataSource, { balance }));
  const deps = { dataSource, encryptionKey: ENCRYPTION_KEY };
  const { subscription, instance } = await subscribe(deps, buyer, { planId, billingCycle }, now);
  await bringUp(dataSource, instance.id, now);
  return { userId: buyer, subscriptionId: subscription.id, instanceId: instance.id };
}

/** What the provisioning worker records when the cluster did as it was told: a start, or an upgrade. */
export async function bringUp(dataSource: DataSource, instanceId: string, now: Date): Promise<boolean> {
  await startProvisioning(dataSource, instanceId, PROVISIONING_MS, now);
  const facts = { publicUrl: null, internalAddress: 'app:80', podName: null };
  return completeProvisioning({ dataSource, billing: BILLING }, instanceId, facts, now);
}

/** A top-up that the gateway settled; its id. What the customer owes is collected by whoever works on the outbox, not here. */
export async function paidTopUp(
  dataSource: DataSource,
  userId: string,
  amount: number,
  now: Date,
): Promise<string> {
  const { paymentId } = await withTransaction(dataSource, async (tx) =>
    openPayment(
      tx,
      { gateways, bankAccounts: [] },
      await lockWallet(tx, userId),
      { amount, paymentMethod: 'QRIS' },
      now,
    ),
  );
  const settled: GatewayStatus = {
    state: 'PAID',
    rawStatus: 'settlement',
    fraudStatus: 'accept',
    gatewayTransactionId: paymentId,
    orderId: paymentId,
    currency: 'IDR',
    grossAmount: rupiah(amount),
    paymentType: 'qris',
    reversals: [],
    raw: { transaction_status: 'settlement', order_id: paymentId },
  };
  await withTransaction(dataSource, (tx) => settlePayment(tx, paymentId, settled, now));
  return paymentId;
}

export async function readSubscription(dataSource: DataSource, id: string): Promise<Subscription> {
  return dataSource.manager.findOneByOrFail(Subscription, { id });
}

export async function readInstance(dataSource: DataSource, id: string): Promise<ServiceInstance> {
  return dataSource.manager.findOneByOrFail(ServiceInstance, { id });
}

export async function readBalance(dataSource: DataSource, userId: string): Promise<number> {
  return (await dataSource.manager.findOneByOrFail(Wallet, { userId })).balance;
}

/**
 * This many customers of one plan, written straight into the tables as if each had a free first period that ends at
 * `dueAt`, with credit for exactly `periods` charges.
 */
export async function manyDue(
  dataSource: DataSource,
  { planId, count, price, dueAt, periods = 1 }: ManyDue,
): Promise<void> {
  await dataSource.transaction(async (tx) => {
    await tx.query(
      `CREATE TEMPORARY TABLE made ON COMMIT DROP AS
         SELECT gen_random_uuid() AS user_id, gen_random_uuid() AS entry_id, gen_random_uuid() AS subscription_id, n FROM generate_series(1, ${count}) AS n`,
    );
    const statements = [
      `INSERT INTO users (id, name, email, password_hash, created_at, updated_at)
         SELECT user_id, 'Budi ' || n, user_id || '@example.test', 'none', $1, $1 FROM made`,
      `INSERT INTO wallets (user_id, balance, created_at, updated_at) SELECT user_id, ${price * periods}, $1, $1 FROM made`,
      `INSERT INTO ledger_accounts (id, kind, name, user_id) SELECT user_id, 'WALLET', 'wallet:' || user_id, user_id FROM made WHERE $1::timestamptz IS NOT NULL`,
      `INSERT INTO ledger_entries (id, idempotency_key, description, created_at) SELECT entry_id, 'given:' || user_id, 'Given by a test', $1 FROM made`,
      `INSERT INTO ledger_postings (entry_id, account_id, amount)
         SELECT entry_id, account, amount FROM made, LATERAL (VALUES (user_id, ${price * periods}::bigint), ('00000000-0000-7000-8000-000000000005', ${-price * periods})) AS leg(account, amount)
          WHERE $1::timestamptz IS NOT NULL`,
      `INSERT INTO subscriptions (id, user_id, service_id, plan_id, status, billing_cycle, price, monthly_price, start_date, end_date, next_billing, next_action_at, anchor, first_running_at, created_at, updated_at)
         SELECT subscription_id, user_id, (SELECT service_id FROM service_plans WHERE id = '${planId}'), '${planId}', 'ACTIVE', 'MONTHLY', ${price}, ${price},
                $1::timestamptz - interval '1 month', $1, $1, $1, $1::timestamptz - interval '1 month', $1::timestamptz - interval '1 month', $1, $1 FROM made`,
      `INSERT INTO billing_periods (subscription_id, k, starts_at, ends_at, price, segment_starts_at, segment_paid)
         SELECT subscription_id, 0, $1::timestamptz - interval '1 month', $1, 0, $1::timestamptz - interval '1 month', 0 FROM made`,
      `INSERT INTO status_history (subject, subject_id, to_status, actor, at) SELECT 'subscription', subscription_id, 'ACTIVE', 'system', $1::timestamptz - interval '1 month' FROM made`,
      `UPDATE service_plans SET used_quota = used_quota + ${count}, total_quota = greatest(total_quota, used_quota + ${count}) WHERE id = '${planId}' AND $1::timestamptz IS NOT NULL`,
    ];
    for (const statement of statements) await tx.query(statement, [dueAt]);
  });
  await dataSource.query('ANALYZE');
}

interface ManyDue {
  planId: string;
  count: number;
  /** Rupiah a period. */
  price: number;
  dueAt: Date;
  periods?: number;
}
