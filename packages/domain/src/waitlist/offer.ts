import type { Tx } from '@minispod/database/transaction';
import { notify } from '../notification/notify.js';
import { enqueue } from '../outbox/enqueue.js';

/** How long a freed slot is kept for who was offered it. */
const OFFER_MS = 24 * 3_600_000;

/** Waiting for plan $1, and not by now served in another way. */
const MAY_BE_OFFERED = `e.plan_id = $1 AND e.status = 'WAITING' AND (e.subscription_id IS NOT NULL OR NOT EXISTS (
  SELECT FROM subscriptions s WHERE s.user_id = e.user_id
     AND s.service_id = (SELECT service_id FROM service_plans WHERE id = $1)
     AND s.status IN ('ACTIVE', 'SUSPENDED', 'PENDING_UPGRADE', 'PENDING_PAYMENT')))`;

/**
 * Offers free slots of a plan to those who wait: suspended subscriptions that come back first, then in the order of
 * joining. A suspended one is tried to be paid at once. Called in the transaction that freed the slot, or ended an offer.
 */
export async function offerNext(tx: Tx, planId: string, now: Date): Promise<void> {
  for (;;) {
    const [kept] = await tx.query(
      `UPDATE service_plans SET kept_quota = kept_quota + 1
        WHERE id = $1 AND used_quota + kept_quota < total_quota
          AND EXISTS (SELECT FROM waitlist_entries e WHERE ${MAY_BE_OFFERED})
        RETURNING name, (SELECT name FROM services WHERE id = service_id) AS "serviceName",
                  (SELECT slug FROM services WHERE id = service_id) AS "serviceSlug"`,
      [planId],
    );
    const [plan] = kept;
    if (!plan) return;
    const until = new Date(now.getTime() + OFFER_MS);
    const [[entry]] = await tx.query(
      `UPDATE waitlist_entries SET status = 'OFFERED', offered_until = $2 WHERE id = (
         SELECT id FROM waitlist_entries e WHERE ${MAY_BE_OFFERED}
          ORDER BY (subscription_id IS NULL), created_at, id LIMIT 1
       ) RETURNING id, user_id AS "userId", subscription_id AS "subscriptionId"`,
      [planId, until],
    );
    await notify(
      tx,
      {
        userId: entry.userId,
        kind: 'WAITLIST_OFFER',
        dedupeKey: `WAITLIST_OFFER:${entry.id}`,
        data: { serviceName: plan.serviceName, planName: plan.name, until: until.toISOString() },
        link: entry.subscriptionId
          ? `/subscriptions/${entry.subscriptionId}`
          : `/catalog/${plan.serviceSlug}?plan=${planId}`,
      },
      now,
    );
    if (entry.subscriptionId) await enqueue(tx, 'collect-dues', { userId: entry.userId }, now);
  }
}

/** A slot that was kept for somebody goes to the next in line, or back on sale. */
export async function freeKeptSlot(tx: Tx, planId: string, now: Date): Promise<void> {
  await tx.query('UPDATE service_plans SET kept_quota = kept_quota - 1 WHERE id = $1', [planId]);
  await offerNext(tx, planId, now);
}
