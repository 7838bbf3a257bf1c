import type { PayInput, SubscriptionView } from '@minispod/contracts/subscription';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import type { Wallet } from '@minispod/database/entities/wallet.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import { billAccounts } from '../billing/bill-accounts.js';
import { loadAccounts } from '../billing/due.js';
import type { BillingDeps } from '../billing/run-billing.js';
import { DomainError } from '../errors.js';
import { once } from '../idempotency/once.js';
import { announce } from '../live/announce.js';
import { required } from '../rows.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { viewSubscriptions } from './list-subscriptions.js';
import { loadOwned } from './load-owned.js';
import { refuseUnpaid } from './refuse-unpaid.js';
import { isUnpaid } from './views.js';

/**
 * Its owner pays what is due of it now, out of the balance and before anything else that is due. A suspended one comes back
 * with a fresh period, even if it is not to renew; when its plan is full it is first in the waitlist, uncharged, and stays
 * suspended in the answer. Nothing due: the answer says so and nothing happens. INSUFFICIENT_CREDIT says what is missing.
 */
export async function paySubscription(
  deps: BillingDeps,
  userId: string,
  { requestId, ...input }: PayInput,
  now: Date,
): Promise<SubscriptionView> {
  return withTransaction(deps.dataSource, async (tx) => {
    const wallet = await lockWallet(tx, userId);
    return once(tx, { userId, key: requestId, operation: 'pay', input }, now, async () => {
      const { subscription } = await loadOwned(tx, userId, input.id);
      refuseUnpayable(subscription);
      if (isUnpaid(subscription)) await pay(tx, deps, wallet, subscription.id, now);
      const paid = await tx.findOneByOrFail(Subscription, { id: input.id });
      const [view] = await viewSubscriptions(tx, [paid]);
      return required(view);
    });
  });
}

function refuseUnpayable(subscription: Subscription): void {
  const { status, suspendedBy } = subscription;
  refuseUnpaid(subscription);
  if (status === 'CANCELLED' || status === 'EXPIRED')
    throw new DomainError('CONFLICT', 'This subscription has ended: nothing was charged. Order it anew', {
      status,
    });
  if (suspendedBy === 'ADMINISTRATOR')
    throw new DomainError(
      'CONFLICT',
      'The operator has stopped it: no payment starts it, nothing was charged',
      {
        status,
      },
    );
}

async function pay(tx: Tx, { billing }: BillingDeps, wallet: Wallet, id: string, now: Date): Promise<void> {
  const accounts = await loadAccounts(tx, [wallet], now, true);
  for (const account of accounts) {
    account.dues.sort((a, b) => Number(b.subscription.id === id) - Number(a.subscription.id === id));
    // Paying is asking for the next period; the row keeps whether it renews after that.
    const [first] = account.dues;
    if (first?.subscription.id === id) first.subscription.autoRenew = true;
  }
  await billAccounts(tx, accounts, billing, now, true);
  const { price: amount, ...after } = await tx.findOneByOrFail(Subscription, { id });
  if (isUnpaid(after) && wallet.balance < amount)
    throw new DomainError(
      'INSUFFICIENT_CREDIT',
      'Your credit does not cover what is due: nothing was charged',
      {
        required: amount,
        balance: wallet.balance,
        // What comes in pays a debt first.
        shortfall: amount + wallet.receivable - wallet.balance,
      },
    );
  await announce(tx, { topic: 'wallet', userId: wallet.userId, id: wallet.userId });
}
