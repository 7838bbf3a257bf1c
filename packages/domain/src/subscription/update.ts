import { isHigherTier } from '@minispod/contracts/catalog';
import type { SubscriptionView, UpdateSubscriptionInput } from '@minispod/contracts/subscription';
import { ServicePlan } from '@minispod/database/entities/service-plan.entity';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import type { BillingDeps } from '../billing/run-billing.js';
import { DomainError } from '../errors.js';
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
 * monthly → yearly acts at once and costs something; INSUFFICIENT_CREDIT when the balance does not cover it.
 */
export async function updateSubscription(
  { dataSource, billing }: BillingDeps,
  userId: string,
  { id, ...input }: UpdateSubscriptionInput,
  now: Date,
): Promise<SubscriptionView> {
  return withTransaction(dataSource, async (tx) => {
    const wallet = await lockWallet(tx, userId);
    const owned = await loadOwned(tx, userId, id);
    const { subscription } = owned;
    if (subscription.status === 'CANCELLED' || subscription.status === 'EXPIRED') {
      throw new DomainError('CONFLICT', 'This subscription has ended', { status: subscription.status });
    }
    refuseUnpaid(subscription);
    if (input.downgradeTo) await checkDowngrade(tx, owned, input.downgradeTo);
    await tx.update(
      Subscription,
      { id },
      {
        ...(input.autoRenew !== undefined && { autoRenew: input.autoRenew }),
        ...(input.downgradeTo !== undefined && { downgradeTo: input.downgradeTo }),
        ...(input.priority !== undefined && { priority: input.priority }),
        updatedAt: now,
      },
    );
    if (input.billingCycle) await changeCycle(tx, { billing, wallet }, owned, input.billingCycle, now);
    // What is due, or what of it is paid first, may be another now.
    await promiseCollection(tx, userId, now);
    const [view] = await viewSubscriptions(tx, [(await loadOwned(tx, userId, id)).subscription]);
    return required(view);
  });
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

async function changeCycle(
  tx: Tx,
  context: YearContext,
  owned: Owned,
  cycle: 'MONTHLY' | 'YEARLY',
  now: Date,
): Promise<void> {
  const { subscription, plan, service } = owned;
  if (cycle === subscription.billingCycle) {
    await tx.update(Subscription, { id: subscription.id }, { nextCycle: null });
    return;
  }
  if (!priceOf(plan, service.name, cycle))
    throw new DomainError('INVALID_PLAN', 'This plan is not sold by that cycle');
  if (cycle === 'YEARLY') await startYear(tx, context, owned, now);
  else await tx.update(Subscription, { id: subscription.id }, { nextCycle: cycle });
}
