import type { QuoteInput, QuoteView } from '@minispod/contracts/subscription';
import { Wallet } from '@minispod/database/entities/wallet.entity';
import type { Reader } from '@minispod/database/transaction';
import type { z } from 'zod';
import { type DomainError, notFound } from '../errors.js';
import { isKeptFor } from '../waitlist/read-entry.js';
import { findOffer } from './find-offer.js';
import { findLiveSubscription, refuseSecond } from './live-subscription.js';
import { periodStart } from './rules/billing-period.js';

/** What subscribing would cost and whether it would go through now. Promises nothing: the price is settled at subscribe. */
export async function quoteSubscription(
  reader: Reader,
  userId: string,
  input: z.infer<typeof QuoteInput>,
  now: Date,
): Promise<QuoteView> {
  const { plan, service, price } = await findOffer(reader, input.planId, input.billingCycle);
  const live = await findLiveSubscription(reader, userId, service.id);
  const wallet = await reader.findOneBy(Wallet, { userId });
  if (!wallet) throw notFound('Wallet');
  const shortfall = Math.max(0, price.total - wallet.balance);
  const isSoldOut =
    plan.usedQuota + plan.keptQuota >= plan.totalQuota && !(await isKeptFor(reader, userId, plan.id, now));
  const refusal = live && refuseSecond(live, plan, price.recurring, now);
  return {
    planId: plan.id,
    billingCycle: input.billingCycle,
    lines: price.lines,
    discount: price.discount,
    total: price.total,
    balance: wallet.balance,
    balanceAfter: wallet.balance - price.total,
    shortfall,
    obstacle: obstacle(refusal, isSoldOut, shortfall),
    subscriptionId: live?.subscription.id ?? null,
    renewsAt: periodStart(now, input.billingCycle, 1).toISOString(),
  };
}

/** A sold-out plan is named before a short balance: nobody should top up for what cannot be bought. */
function obstacle(refusal: DomainError | null, isSoldOut: boolean, shortfall: number): QuoteView['obstacle'] {
  if (refusal) return refusal.code === 'UPGRADE_REQUIRED' ? 'UPGRADE_REQUIRED' : 'DUPLICATE_SUBSCRIPTION';
  if (isSoldOut) return 'QUOTA_EXCEEDED';
  return shortfall > 0 ? 'INSUFFICIENT_CREDIT' : null;
}
