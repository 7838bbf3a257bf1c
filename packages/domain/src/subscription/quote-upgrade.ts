import { isHigherTier } from '@minispod/contracts/catalog';
import type { Rupiah } from '@minispod/contracts/rupiah';
import type { UpgradeQuoteView } from '@minispod/contracts/subscription';
import { ServicePlan } from '@minispod/database/entities/service-plan.entity';
import { UpgradeQuote } from '@minispod/database/entities/upgrade-quote.entity';
import { Wallet } from '@minispod/database/entities/wallet.entity';
import { type Reader, withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { daysLeft, upgradeAmount } from '../billing/rules/proration.js';
import { DomainError } from '../errors.js';
import { newId } from '../id.js';
import { required } from '../rows.js';
import { loadOwned, type Owned } from './load-owned.js';
import { refuseBeforeFirstRun } from './refuse-before-first-run.js';
import { refuseUnpaid } from './refuse-unpaid.js';
import { priceOf } from './rules/price.js';

const QUOTE_LIFETIME_MS = 15 * 60_000;

export interface UpgradeOffer {
  wanted: ServicePlan;
  /** To pay now. */
  amount: Rupiah;
  /** What a period costs afterwards. */
  recurring: Rupiah;
}

/** What an upgrade would cost now. Stored, so that for 15 minutes exactly this is charged, now and for
 * every later period, or the upgrade is refused. */
export async function quoteUpgrade(
  dataSource: DataSource,
  userId: string,
  { id, planId }: { id: string; planId: string },
  now: Date,
): Promise<UpgradeQuoteView> {
  return withTransaction(dataSource, async (tx) => {
    const owned = await loadOwned(tx, userId, id);
    const { wanted, amount, recurring } = await offerUpgrade(tx, owned, planId, now);
    const { balance } = required(await tx.findOneBy(Wallet, { userId }));
    const quoteId = newId();
    const expiresAt = new Date(now.getTime() + QUOTE_LIFETIME_MS);
    await tx.insert(UpgradeQuote, {
      id: quoteId,
      subscriptionId: id,
      planId,
      fromPlanId: owned.plan.id,
      k: owned.period.k,
      amount,
      recurring,
      createdAt: now,
      expiresAt,
    });
    return {
      quoteId,
      amount,
      remainingDays: daysLeft(now, owned.period.endsAt),
      expiresAt: expiresAt.toISOString(),
      planId,
      planName: wanted.name,
      nextPrice: recurring,
      nextBilling: owned.subscription.endDate.toISOString(),
      balance,
      shortfall: Math.max(0, amount - balance),
    };
  });
}

/** Checks that the subscription may be upgraded to this plan now, and what it costs. */
export async function offerUpgrade(
  reader: Reader,
  owned: Owned,
  planId: string,
  now: Date,
): Promise<UpgradeOffer> {
  const { subscription, plan, service, period } = owned;
  refuseUnpaid(subscription);
  refuseBeforeFirstRun(subscription);
  if (subscription.status !== 'ACTIVE') {
    throw new DomainError('CONFLICT', 'Only an active subscription can be upgraded', {
      status: subscription.status,
    });
  }
  if (subscription.gracePeriodEnd !== null || now >= period.endsAt) {
    throw new DomainError('CONFLICT', 'Pay the period that is due first', { amountDue: subscription.price });
  }
  if (subscription.nextCycle !== null) {
    throw new DomainError('CONFLICT', 'Another billing cycle is planned: withdraw it before an upgrade', {
      nextCycle: subscription.nextCycle,
    });
  }
  const wanted = await reader.findOneBy(ServicePlan, { id: planId, serviceId: service.id, isActive: true });
  const price = wanted && priceOf(wanted, service.name, subscription.billingCycle);
  if (!wanted || !price) throw new DomainError('INVALID_PLAN', 'This plan is not sold for this subscription');
  if (!isHigherTier(wanted.planType, plan.planType)) {
    throw new DomainError(
      'INVALID_PLAN',
      'An upgrade goes to a higher plan; a lower one is planned for the next period',
    );
  }
  const segment = { startsAt: period.segmentStartsAt, endsAt: period.endsAt, paid: period.segmentPaid };
  const amount = upgradeAmount(segment, { ...period, price: price.recurring }, now);
  return { wanted, amount, recurring: price.recurring };
}
