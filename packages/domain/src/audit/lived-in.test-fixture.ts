import { rupiah } from '@minispod/contracts/rupiah';
import { aCustomer, aService } from '@minispod/testing/builders';
import {
  aSubscriber,
  BILLING,
  bringUp,
  ENCRYPTION_KEY,
  paidTopUp,
  type Subscriber,
} from '@minispod/testing/subscribers';
import type { DataSource } from 'typeorm';
import { collectDues, runBilling } from '../billing/run-billing.js';
import { failProvisioning } from '../provisioning/fail-provisioning.js';
import { importSettlements } from '../reconciliation/import-settlements.js';
import { resolveDifference } from '../reconciliation/resolve.js';
import { cancelSubscription } from '../subscription/cancel.js';
import { quoteUpgrade } from '../subscription/quote-upgrade.js';
import { subscribe } from '../subscription/subscribe.js';
import { updateSubscription } from '../subscription/update.js';
import { upgradeSubscription } from '../subscription/upgrade.js';
import { joinWaitlist } from '../waitlist/join.js';

const START = new Date('2026-01-31T03:00:00Z');
const day = (n: number) => new Date(START.getTime() + n * 86_400_000);
/** When everything below has happened. */
export const NOW = day(100);
export const RETURNED_AT = day(50);

/** Customers to whom something of every kind has happened, by the product's own operations. */
export interface LivedIn {
  renewed: Subscriber;
  upgraded: Subscriber;
  /** Never paid again: suspended, and by now expired. */
  expired: Subscriber;
  /** Suspended, and back on the fiftieth day. */
  returned: Subscriber;
  planIds: string[];
}

/** The list of the fiftieth day has its top-up and one that nobody knows, which is written off. */
async function settleLists(dataSource: DataSource, payer: string, administrator: string): Promise<void> {
  const [{ id }] = await dataSource.query('SELECT id FROM payments WHERE user_id = $1', [payer]);
  const line = (orderId: string, gross: number) => ({
    kind: 'PAYMENT' as const,
    orderId,
    gatewayTransactionId: null,
    gross: rupiah(gross),
    fee: rupiah(700),
    net: rupiah(gross - 700),
    settledAt: day(50),
  });
  const list = { gateway: 'midtrans', source: 'FILE', fileName: 'list.csv' } as const;
  const lines = [line(id, 400_000), line('of-nobody', 9_000)];
  await importSettlements({ dataSource, gateways: new Map() }, administrator, { ...list, lines }, day(51));
  const [difference] = await dataSource.query('SELECT id FROM reconciliation_differences');
  const resolution = { id: difference.id, resolution: 'WRITE_OFF', reason: 'Nobody asks for it' } as const;
  await resolveDifference(dataSource, administrator, resolution, day(52));
}

/** A hundred days: bought, renewed, upgraded, cancelled, failed, gone unpaid, come back, waited for. */
export async function livedIn(dataSource: DataSource): Promise<LivedIn> {
  const deps = { dataSource, billing: BILLING };
  const service = await aService(dataSource, [
    { price: 50_000, yearlyPrice: 500_000, setupFee: 7_000, quota: 20 },
    { price: 90_000, yearlyPrice: 900_000, quota: 20 },
    { price: 10_000, quota: 1 },
  ]);
  const [basic, pro, single] = service.planIds as [string, string, string];

  const renewed = await aSubscriber(dataSource, basic, START, { balance: 400_000 });
  const upgraded = await aSubscriber(dataSource, basic, START, { balance: 800_000 });
  const expired = await aSubscriber(dataSource, basic, START, { balance: 60_000 });
  const returned = await aSubscriber(dataSource, basic, START, { balance: 60_000 });
  const cancelled = await aSubscriber(dataSource, pro, START, { balance: 500_000, billingCycle: 'MONTHLY' });
  const yearly = await aSubscriber(dataSource, basic, START, { balance: 900_000 });
  const ended = await aSubscriber(dataSource, single, START, { balance: 100_000 });
  await joinWaitlist(dataSource, await aCustomer(dataSource), single, day(1));

  const failing = await aCustomer(dataSource, { balance: 90_000 });
  const { instance } = await subscribe(
    { dataSource, encryptionKey: ENCRYPTION_KEY },
    failing,
    { planId: pro, billingCycle: 'MONTHLY' },
    day(1),
  );
  await failProvisioning(
    dataSource,
    instance.id,
    { code: 'NOT_READY_IN_TIME', message: 'not ready' },
    day(1),
  );

  const quote = await quoteUpgrade(
    dataSource,
    upgraded.userId,
    { id: upgraded.subscriptionId, planId: pro },
    day(3),
  );
  await upgradeSubscription(
    dataSource,
    upgraded.userId,
    { id: upgraded.subscriptionId, planId: pro, quoteId: quote.quoteId },
    day(3),
  );
  await bringUp(dataSource, upgraded.instanceId, day(3));
  await updateSubscription(
    deps,
    yearly.userId,
    { id: yearly.subscriptionId, billingCycle: 'YEARLY' },
    day(9),
  );
  await cancelSubscription(deps, cancelled.userId, { id: cancelled.subscriptionId, when: 'now' }, day(10));
  await cancelSubscription(deps, ended.userId, { id: ended.subscriptionId, when: 'period_end' }, day(10));

  for (let n = 11; n <= 100; n++) {
    await runBilling(deps, day(n));
    if (n === 50) {
      await paidTopUp(dataSource, returned.userId, 400_000, day(n));
      await collectDues(deps, returned.userId, day(n));
    }
  }
  await settleLists(dataSource, returned.userId, expired.userId);
  // Nobody works on the queues or the cluster here: as if they had.
  await dataSource.query('UPDATE outbox SET sent_at = created_at');
  await dataSource.query('UPDATE service_instances SET converge_since = NULL');
  await dataSource.query(
    `UPDATE service_instances SET released_at = updated_at WHERE status IN ('ERROR', 'TERMINATED')`,
  );
  await dataSource.query(`UPDATE notifications SET mail_status = 'SENT'`);
  await dataSource.query(
    `UPDATE waitlist_entries SET status = 'LAPSED' WHERE status = 'OFFERED'; UPDATE service_plans SET kept_quota = 0`,
  );
  return { renewed, upgraded, expired, returned, planIds: service.planIds };
}
