import { type Rupiah, rupiah } from '@minispod/contracts/rupiah';
import type { CancelInput, SubscriptionView } from '@minispod/contracts/subscription';
import { BillingPeriod } from '@minispod/database/entities/billing-period.entity';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import { Transaction } from '@minispod/database/entities/transaction.entity';
import type { Wallet } from '@minispod/database/entities/wallet.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import { unusedShare, within } from '../billing/rules/proration.js';
import type { BillingDeps } from '../billing/run-billing.js';
import { abandonCheckout } from '../checkout/abandon-checkout.js';
import { DomainError } from '../errors.js';
import { type Actor, transition } from '../history/transition.js';
import { newId } from '../id.js';
import { once } from '../idempotency/once.js';
import { terminateInstances } from '../instance/terminate.js';
import { issueCreditNotes, planCredit } from '../invoice/credit.js';
import { ACCOUNTS, walletAccount } from '../ledger/accounts.js';
import { post } from '../ledger/post.js';
import { announce } from '../live/announce.js';
import { notify } from '../notification/notify.js';
import { abortProvisioning } from '../provisioning/abort-provisioning.js';
import { releaseSlot } from '../quota/slots.js';
import { required } from '../rows.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { viewSubscriptions } from './list-subscriptions.js';
import { loadOwned, type Owned, usedUntil } from './load-owned.js';

/**
 * `period_end`: runs to the end of what was paid and ends there. `now`: removed at once, the slot free, the unused share
 * of what was paid back in the wallet; one that was still starting gets all of it back. One that waits for its payment is
 * called off either way. Cancelling twice is a CONFLICT.
 */
export async function cancelSubscription(
  deps: BillingDeps,
  userId: string,
  { requestId, ...input }: CancelInput,
  now: Date,
): Promise<SubscriptionView> {
  return withTransaction(deps.dataSource, async (tx) => {
    const wallet = await lockWallet(tx, userId);
    return once(tx, { userId, key: requestId, operation: 'cancel', input }, now, () =>
      cancelLocked(tx, wallet, input, `user:${userId}`, now),
    );
  });
}

/** The same for whoever may: the caller holds the lock of its owner's wallet. */
export async function cancelLocked(
  tx: Tx,
  wallet: Wallet,
  { id, when }: Pick<CancelInput, 'id' | 'when'>,
  actor: Actor,
  now: Date,
): Promise<SubscriptionView> {
  const { userId } = wallet;
  const owned = await loadOwned(tx, userId, id);
  const { status } = owned.subscription;
  if (status === 'CANCELLED' || status === 'EXPIRED') {
    throw new DomainError('CONFLICT', 'This subscription has ended already', { status });
  }
  if (status === 'PENDING_UPGRADE') {
    throw new DomainError('CONFLICT', 'An upgrade is under way: cancel when it is done', { status });
  }
  if (status === 'PENDING_PAYMENT') await abandonCheckout(tx, id, actor, now);
  else if (when === 'now') await cancelNow(tx, wallet, owned, actor, now);
  else if (status === 'ACTIVE') await tx.update(Subscription, { id }, { autoRenew: false, updatedAt: now });
  else throw new DomainError('CONFLICT', 'A suspended subscription can only be cancelled now', { status });
  await announce(tx, { topic: 'wallet', userId, id: userId });
  const [view] = await viewSubscriptions(tx, [(await loadOwned(tx, userId, id)).subscription]);
  return required(view);
}

async function cancelNow(tx: Tx, wallet: Wallet, owned: Owned, actor: Actor, now: Date): Promise<void> {
  const { subscription, service } = owned;
  const { id, userId, planId } = subscription;
  const wasActive = subscription.status === 'ACTIVE';
  // Still starting: the task ends here, and with it everything that was held goes back.
  const returned = wasActive ? await abortProvisioning(tx, wallet, owned, now) : null;
  const refunded = returned ?? (await refundUnused(tx, wallet, owned, now));
  await transition(
    tx,
    'subscription',
    id,
    [subscription.status, 'CANCELLED'],
    { actor, reason: 'CANCELLED' },
    now,
    {
      nextActionAt: null,
      nextBilling: null,
      suspendedAt: null,
      suspendedBy: null,
      endReason: 'CANCELLED',
    },
  );
  await terminateInstances(tx, id, 'CANCELLED', now);
  await notify(
    tx,
    {
      userId,
      kind: 'CANCELLED',
      dedupeKey: `CANCELLED:${id}`,
      data: { serviceName: service.name, refunded },
      link: '/wallet',
    },
    now,
  );
  if (wasActive) await releaseSlot(tx, planId, now);
}

/** Gives back the unused share of the current period. A period that is over (in grace, suspended unpaid) has none. */
async function refundUnused(tx: Tx, wallet: Wallet, owned: Owned, now: Date): Promise<Rupiah> {
  const { subscription, service, plan, period } = owned;
  const { userId } = wallet;
  const used = usedUntil(subscription, now);
  const amount = unusedShare(
    { startsAt: period.segmentStartsAt, endsAt: period.endsAt, paid: period.segmentPaid },
    used,
  );
  const closedAt = used < period.endsAt ? within(period, used) : period.endsAt;
  await tx.update(BillingPeriod, { subscriptionId: period.subscriptionId, k: period.k }, { closedAt });
  if (amount === 0 || !period.orderId) return rupiah(0);
  const credits = await planCredit(tx, subscription.id, amount);
  // The tax of each note, and not of their sum: the ledger and the documents agree to the rupiah.
  const tax = rupiah(credits.reduce((sum, credit) => sum + credit.tax, 0));
  const transactionId = newId();
  const description = `${service.name} ${plan.name}, unused share`;
  await tx.insert(Transaction, {
    id: transactionId,
    userId,
    type: 'REFUND',
    status: 'COMPLETED',
    direction: 'IN',
    amount,
    balanceBefore: wallet.balance,
    balanceAfter: rupiah(wallet.balance + amount),
    subscriptionId: subscription.id,
    orderId: period.orderId,
    description,
    metadata: {},
    createdAt: now,
    updatedAt: now,
    completedAt: now,
  });
  await post(
    tx,
    {
      key: `refund:${subscription.id}:${period.k}`,
      description,
      transactionId,
      orderId: period.orderId,
      isSpending: true,
      legs: [
        { account: walletAccount(userId), amount },
        { account: ACCOUNTS.revenue, amount: rupiah(tax - amount) },
        { account: ACCOUNTS.tax, amount: rupiah(-tax) },
      ].filter((leg) => leg.amount !== 0),
    },
    now,
  );
  await issueCreditNotes(tx, credits, description, now);
  return amount;
}
