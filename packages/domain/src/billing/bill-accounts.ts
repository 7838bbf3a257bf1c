import type { Subscription } from '@minispod/database/entities/subscription.entity';
import type { Tx } from '@minispod/database/transaction';
import type { BillingSettings } from '../billing-settings.js';
import { billingPeriod } from '../subscription/rules/billing-period.js';
import { applyPlannedChange, hasPlannedChange } from './apply-planned-change.js';
import type { Account, Due } from './due.js';
import { enterGrace, expire, remind, stopForAccount, suspend } from './dunning.js';
import { endSubscription } from './end-subscription.js';
import { reactivate } from './reactivate.js';
import { type Renewal, renewAll } from './renew.js';
import { decideBilling } from './rules/decide.js';
import { nextCharge } from './rules/next-charge.js';

/** Bills these customers: renewals together in a few statements, everything rarer one by one. */
export async function billAccounts(
  tx: Tx,
  accounts: Account[],
  billing: BillingSettings,
  now: Date,
  eager = false,
): Promise<void> {
  const renewals: Renewal[] = [];
  for (const account of accounts) {
    for (const due of account.dues) {
      const renewal = await billOne(tx, account, due, billing, now, eager);
      if (!renewal) continue;
      renewals.push(renewal);
      account.balance -= renewal.price;
    }
  }
  await renewAll(tx, renewals, billing, now);
}

async function billOne(
  tx: Tx,
  account: Account,
  due: Due,
  billing: BillingSettings,
  now: Date,
  eager: boolean,
): Promise<Renewal | null> {
  if (!account.isSuspended && isChangeDue(due.subscription, now)) await applyPlannedChange(tx, due, now);
  // Only now: the change may have made it another plan at another price.
  const { subscription } = due;
  const { price } = nextCharge(subscription);
  const it = { ...subscription, price, isAccountSuspended: account.isSuspended };
  const step = decideBilling(it, account.balance, now, billing, eager);
  switch (step.do) {
    case 'renew': {
      const { anchor, anchorK, billingCycle, currentK } = subscription;
      const { startsAt, endsAt } = billingPeriod(anchor, billingCycle, currentK + 1 - anchorK);
      const period = { k: currentK + 1, startsAt, endsAt };
      return { ...due, period, price, balanceBefore: account.balance };
    }
    case 'reactivate':
      return reactivate(tx, account, due, now);
    case 'enter-grace':
      await enterGrace(tx, account, due, step, now);
      break;
    case 'remind':
      await remind(tx, account, due, step.nextAt, now);
      break;
    case 'suspend':
      await suspend(tx, account, due, step.retentionEnd, now);
      break;
    case 'stop':
      await stopForAccount(tx, due, step.retentionEnd, now);
      break;
    case 'expire':
      await expire(tx, due, now);
      break;
    case 'end':
      await endSubscription(tx, due, now);
      break;
    case 'nothing':
      // It would be found due for ever.
      if (!eager && subscription.suspendedBy !== 'ADMINISTRATOR')
        throw new Error(`subscription ${subscription.id} was due and nothing is to be done about it`);
  }
  return null;
}

function isChangeDue(subscription: Subscription, now: Date): boolean {
  const { status, autoRenew, endDate } = subscription;
  return hasPlannedChange(subscription) && status === 'ACTIVE' && autoRenew && now >= endDate;
}
