import { isHigherTier } from '@minispod/contracts/catalog';
import type { SubscriptionView, UpdateSubscriptionInput } from '@minispod/contracts/subscription';
import { ServicePlan } from '@minispod/database/entities/service-plan.entity';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import { applyPlannedChange, hasPlannedChange } from '../billing/apply-planned-change.js';
import type { BillingDeps } from '../billing/run-billing.js';
import { DomainError } from '../errors.js';
import { once } from '../idempotency/once.js';
import { countInstances } from '../instance/limit.js';
import { promiseCollection } from '../outbox/promise-collection.js';
import { required } from '../rows.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { viewSubscriptions } from './list-subscriptions.js';
import { loadOwned, type Owned } from './load-owned.js';
import { refuseUnpaid } from './refuse-unpaid.js';
import { priceOf } from './rules/price.js';
import { startYear, type YearContext } from './start-year.js';

/**
 * Changes what happens from now on: renewing by itself, a planned lower plan, the cycle, the order of payment. Only
 * monthly → yearly acts at once and costs something; INSUFFICIENT_CREDIT when the balance does not cover it. What is suspended
 * for payment changes at once, and is due at its new price.
 */
export async function updateSubscription(
  { dataSource, billing }: BillingDeps,
  userId: string,
  { requestId, ...input }: UpdateSubscriptionInput,
  now: Date,
): Promise<SubscriptionView> {
  return withTransaction(dataSource, async (tx) => {
    const wallet = await lockWallet(tx, userId);
    return once(tx, { userId, key: requestId, operation: 'subscriptions.update', input }, now, () =>
      change(tx, { billing, wallet }, input, now),
    );
  });
}

async function change(
  tx: Tx,
  context: YearContext,
  { id, ...input }: Omit<UpdateSubscriptionInput, 'requestId'>,
  now: Date,
): Promise<SubscriptionView> {
  const { userId } = context.wallet;
  const owned = await loadOwned(tx, userId, id);
  const { subscription } = owned;
  if (subscription.status === 'CANCELLED' || subscription.status === 'EXPIRED') {
    throw new DomainError('CONFLICT', 'This subscription has ended', { status: subscription.status });
  }
  refuseUnpaid(subscription);
  if (input.downgradeTo) {
    refuseDuringUpgrade(subscription);
    await checkDowngrade(tx, owned, input.downgradeTo);
  }
  await tx.update(
    Subscription,
    { id },
    {
      ...(input.autoRenew !== undefined && { autoRenew: input.autoRenew }),
      ...(await plannedChange(tx, owned, input)),
      ...(input.priority !== undefined && { priority: input.priority }),
      updatedAt: now,
    },
  );
  if (startsYear(subscription, input)) await startYear(tx, context, owned, now);
  if (input.downgradeTo || input.billingCycle)
    await changeSuspended(tx, await loadOwned(tx, userId, id), now);
  // What is due, or what of it is paid first, may be another now.
  await promiseCollection(tx, userId, now);
  const [view] = await viewSubscriptions(tx, [(await loadOwned(tx, userId, id)).subscription]);
  return required(view);
}

async function checkDowngrade(tx: Tx, { plan, service, subscription }: Owned, planId: string): Promise<void> {
  const wanted = await tx.findOneBy(ServicePlan, { id: planId, serviceId: service.id, isActive: true });
  if (!wanted || !priceOf(wanted, service.name, subscription.billingCycle)) {
    throw new DomainError('INVALID_PLAN', 'This plan is not sold for this subscription');
  }
  if (!isHigherTier(plan.planType, wanted.planType)) {
    throw new DomainError(
      'INVALID_PLAN',
      'Only a lower plan can be planned: go to a higher one by an upgrade',
    );
  }
  const used = await countInstances(tx, subscription.id);
  const maximum = wanted.maxInstancesPerUser;
  if (used > maximum) {
    throw new DomainError(
      'CONFLICT',
      `${wanted.name} allows ${maximum === 1 ? 'one instance' : `${maximum} instances`} and you have ${used}: delete ${used - maximum} first`,
      { used, maximum },
    );
  }
}

/** An upgrade ends any planned downgrade: one that is planned meanwhile would be lost. */
function refuseDuringUpgrade({ status }: Subscription): void {
  if (status !== 'PENDING_UPGRADE') return;
  throw new DomainError(
    'CONFLICT',
    'An upgrade is under way: plan the lower plan when it is done. Nothing has been changed',
    { status },
  );
}

/** What is suspended for payment has no period whose end could be waited for: it must be paid as it was changed. */
async function changeSuspended(tx: Tx, { subscription, plan, service }: Owned, now: Date): Promise<void> {
  const { status, suspendedBy } = subscription;
  if (status !== 'SUSPENDED' || suspendedBy !== 'BILLING' || !hasPlannedChange(subscription)) return;
  await applyPlannedChange(tx, { subscription, plan, serviceName: service.name }, now);
}

type Planned = Pick<Subscription, 'downgradeTo' | 'nextCycle' | 'nextPrice'>;

/**
 * What the next period will be, with the price at which it was chosen. Another plan and another cycle may be planned
 * together, so the price is reckoned from both, whichever changes. Nothing when neither does.
 */
async function plannedChange(
  tx: Tx,
  { subscription, plan, service }: Owned,
  input: Pick<UpdateSubscriptionInput, 'downgradeTo' | 'billingCycle'>,
): Promise<Planned | null> {
  if (input.downgradeTo === undefined && input.billingCycle === undefined) return null;
  const downgradeTo = input.downgradeTo === undefined ? subscription.downgradeTo : input.downgradeTo;
  const present = startsYear(subscription, input) ? 'YEARLY' : subscription.billingCycle;
  const chosen = input.billingCycle ?? subscription.nextCycle;
  const nextCycle = chosen === present ? null : chosen;
  if (chosen !== null && !priceOf(plan, service.name, chosen))
    throw new DomainError('INVALID_PLAN', 'This plan is not sold by that cycle');
  if (downgradeTo === null && nextCycle === null) return { downgradeTo, nextCycle, nextPrice: null };
  const wanted = downgradeTo ? required(await tx.findOneBy(ServicePlan, { id: downgradeTo })) : plan;
  const price = priceOf(wanted, service.name, nextCycle ?? present);
  if (!price)
    throw new DomainError(
      'INVALID_PLAN',
      `${wanted.name} is not sold by that cycle: withdraw one of the two`,
    );
  return { downgradeTo, nextCycle, nextPrice: price.recurring };
}

/** Monthly to yearly begins at once. */
function startsYear(
  { billingCycle }: Subscription,
  input: Pick<UpdateSubscriptionInput, 'billingCycle'>,
): boolean {
  return input.billingCycle === 'YEARLY' && billingCycle === 'MONTHLY';
}
