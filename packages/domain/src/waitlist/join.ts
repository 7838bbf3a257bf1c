import { isHigherTier } from '@minispod/contracts/catalog';
import type { WaitlistView } from '@minispod/contracts/subscription';
import { ServicePlan } from '@minispod/database/entities/service-plan.entity';
import { WaitlistEntry } from '@minispod/database/entities/waitlist-entry.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import { type DataSource, In } from 'typeorm';
import { DomainError } from '../errors.js';
import { newId } from '../id.js';
import { required } from '../rows.js';
import { findLiveSubscription, type Live } from '../subscription/live-subscription.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { lockPlan, offerNext } from './offer.js';
import { readEntry } from './read-entry.js';

/**
 * Puts a user at the end of a sold-out plan's line; again changes nothing. Who has a lower plan of the service waits for
 * an upgrade. CONFLICT when they have this plan, a higher one, or an order that waits for its payment.
 */
export async function joinWaitlist(
  dataSource: DataSource,
  userId: string,
  planId: string,
  now: Date,
): Promise<WaitlistView> {
  return withTransaction(dataSource, async (tx) => {
    await lockWallet(tx, userId);
    const plan = await tx.findOneBy(ServicePlan, { id: planId, isActive: true });
    if (!plan) throw new DomainError('INVALID_PLAN', 'This plan is not for sale');
    refuseUnlessUpgrade(await findLiveSubscription(tx, userId, plan.serviceId), plan);
    // Before the look at the line: whoever leaves it in another tab waits, or has left already.
    await lockPlan(tx, planId);
    await waitForSlot(tx, { planId, userId, subscriptionId: null }, now);
    // A slot may have become free since the page was shown.
    await offerNext(tx, planId, now);
    return required(await readEntry(tx, userId, planId));
  });
}

function refuseUnlessUpgrade(live: Live | null, wanted: ServicePlan): void {
  if (!live) return;
  const { id: subscriptionId, status } = live.subscription;
  const isUpgrade = isHigherTier(wanted.planType, live.plan.planType);
  if (isUpgrade && (status === 'ACTIVE' || status === 'PENDING_UPGRADE')) return;
  const message = isUpgrade
    ? 'Your subscription to this service is not active: pay for it first'
    : 'You have a subscription to this service already';
  throw new DomainError('CONFLICT', message, { subscriptionId, status });
}

/** Waits for a slot unless the user does so already. */
export async function waitForSlot(
  tx: Tx,
  entry: Pick<WaitlistEntry, 'planId' | 'userId' | 'subscriptionId'>,
  now: Date,
): Promise<void> {
  const { planId, userId } = entry;
  if (await tx.existsBy(WaitlistEntry, { planId, userId, status: In(['WAITING', 'OFFERED']) })) return;
  await tx.insert(WaitlistEntry, { id: newId(), ...entry, status: 'WAITING', createdAt: now });
}
