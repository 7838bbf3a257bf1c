import { PLAN_TYPES } from '@minispod/contracts/catalog';
import { ServicePlan } from '@minispod/database/entities/service-plan.entity';
import type { Tx } from '@minispod/database/transaction';
import { notify } from '../notification/notify.js';
import { promiseCollection } from '../outbox/promise-collection.js';

/** How long a freed slot is kept for who was offered it. */
const OFFER_MS = 24 * 3_600_000;

const TIERS = PLAN_TYPES.map((type) => `'${type}'`).join(', ');

/**
 * Waiting for plan $1, and not by now served in another way or gone: a suspended one must still be; others have nothing of
 * the service, or an active subscription to a lower plan that would be upgraded.
 */
const MAY_BE_OFFERED = `e.plan_id = $1 AND e.status = 'WAITING' AND CASE WHEN e.subscription_id IS NULL THEN NOT EXISTS (
    SELECT FROM subscriptions s JOIN service_plans present ON present.id = s.plan_id JOIN service_plans wanted ON wanted.id = $1
     WHERE s.user_id = e.user_id AND s.service_id = wanted.service_id
       AND (s.status IN ('SUSPENDED', 'PENDING_UPGRADE', 'PENDING_PAYMENT') OR s.status = 'ACTIVE'
         AND array_position(ARRAY[${TIERS}], present.plan_type) >= array_position(ARRAY[${TIERS}], wanted.plan_type)))
  ELSE EXISTS (SELECT FROM subscriptions s WHERE s.id = e.subscription_id AND s.status = 'SUSPENDED') END`;

/**
 * Locks a plan's row until the transaction ends. Whoever changes a plan's line does so under it, and takes it before any
 * entry of the line: so an entry cannot be offered a slot while it is leaving, and nobody waits in a circle. The lock is
 * the one that an update takes: a stronger one would wait for every buyer whose new row only refers to the plan.
 */
export async function lockPlan(tx: Tx, planId: string): Promise<ServicePlan | null> {
  return tx.findOne(ServicePlan, { where: { id: planId }, lock: { mode: 'for_no_key_update' } });
}

/**
 * Offers free slots of a plan to those who wait: suspended subscriptions that come back first, then in the order of
 * joining. A suspended one is tried to be paid at once. The caller has locked the plan's row, by changing it or otherwise.
 */
export async function offerNext(tx: Tx, planId: string, now: Date): Promise<void> {
  const until = new Date(now.getTime() + OFFER_MS);
  for (;;) {
    const [[entry]] = await tx.query(
      `UPDATE waitlist_entries SET status = 'OFFERED', offered_until = $2 WHERE id = (
         SELECT id FROM waitlist_entries e WHERE ${MAY_BE_OFFERED}
            AND EXISTS (SELECT FROM service_plans WHERE id = $1 AND used_quota + kept_quota < total_quota)
          ORDER BY (subscription_id IS NULL), created_at, id LIMIT 1
       ) RETURNING id, user_id AS "userId", subscription_id AS "subscriptionId", (
         SELECT s.id FROM subscriptions s JOIN service_plans p ON p.id = $1
          WHERE s.user_id = waitlist_entries.user_id AND s.service_id = p.service_id AND s.status = 'ACTIVE') AS "upgradeOf"`,
      [planId, until],
    );
    if (!entry) return;
    const [[plan]] = await tx.query(
      `UPDATE service_plans SET kept_quota = kept_quota + 1 WHERE id = $1
       RETURNING name, (SELECT name FROM services WHERE id = service_id) AS "serviceName",
                 (SELECT slug FROM services WHERE id = service_id) AS "serviceSlug"`,
      [planId],
    );
    await notify(
      tx,
      {
        userId: entry.userId,
        kind: 'WAITLIST_OFFER',
        dedupeKey: `WAITLIST_OFFER:${entry.id}`,
        data: { serviceName: plan.serviceName, planName: plan.name, until: until.toISOString() },
        link: linkOf(entry, `/catalog/${plan.serviceSlug}?plan=${planId}`, planId),
      },
      now,
    );
    if (entry.subscriptionId) await promiseCollection(tx, entry.userId, now);
  }
}

function linkOf(
  { subscriptionId, upgradeOf }: { subscriptionId: string | null; upgradeOf: string | null },
  catalog: string,
  planId: string,
): string {
  if (subscriptionId) return `/subscriptions/${subscriptionId}`;
  return upgradeOf ? `/subscriptions/${upgradeOf}?plan=${planId}` : catalog;
}

/** A slot that was kept for somebody goes to the next in line, or back on sale. */
export async function freeKeptSlot(tx: Tx, planId: string, now: Date): Promise<void> {
  await tx.query('UPDATE service_plans SET kept_quota = kept_quota - 1 WHERE id = $1', [planId]);
  await offerNext(tx, planId, now);
}
