import { rupiah } from '@minispod/contracts/rupiah';
import type { SubscriptionView, UpgradeInput } from '@minispod/contracts/subscription';
import { Order } from '@minispod/database/entities/order.entity';
import { OrderItem } from '@minispod/database/entities/order-item.entity';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import type { ServicePlan } from '@minispod/database/entities/service-plan.entity';
import { UpgradeQuote } from '@minispod/database/entities/upgrade-quote.entity';
import type { Wallet } from '@minispod/database/entities/wallet.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import { type DataSource, In, IsNull, Not } from 'typeorm';
import { alertingWhenFull } from '../capacity/alert-when-full.js';
import { confirmRoom, lookForRoom } from '../capacity/check-capacity.js';
import { DomainError } from '../errors.js';
import { recordBirths, transition } from '../history/transition.js';
import { newId } from '../id.js';
import { once } from '../idempotency/once.js';
import { announce } from '../live/announce.js';
import { findOpenOperation } from '../operation/find-open.js';
import type { Amounts } from '../ports/cluster.js';
import { orderProvisioning } from '../provisioning/order-provisioning.js';
import { takeSlot } from '../quota/slots.js';
import { required } from '../rows.js';
import { holdFunds } from '../wallet/hold.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { viewSubscriptions } from './list-subscriptions.js';
import { loadOwned, type Owned } from './load-owned.js';
import { offerUpgrade, type UpgradeOffer } from './quote-upgrade.js';

/**
 * Begins an upgrade: the difference held, the new plan's slot taken, PENDING_UPGRADE, the change of resources promised; one
 * commit. It ends in `complete-provisioning` or `fail-provisioning`, which leaves everything as it was before.
 * With a quote exactly its amount is charged, and its price for every later period; one that lapsed or no longer fits is
 * a CONFLICT.
 */
export async function upgradeSubscription(
  dataSource: DataSource,
  userId: string,
  { requestId, ...input }: UpgradeInput,
  now: Date,
): Promise<SubscriptionView> {
  const work = async (tx: Tx) => {
    const wallet = await lockWallet(tx, userId);
    return once(tx, { userId, key: requestId, operation: 'upgrade', input }, now, async () => {
      const owned = await loadOwned(tx, userId, input.id);
      const offer = await offerUpgrade(tx, owned, input.planId, now);
      const quote = input.quoteId ? await quoted(tx, input.quoteId, owned, offer, now) : offer;
      await begin(tx, wallet, owned, { ...offer, amount: quote.amount, recurring: quote.recurring }, now);
      const [view] = await viewSubscriptions(tx, [(await loadOwned(tx, userId, input.id)).subscription]);
      return required(view);
    });
  };
  return alertingWhenFull(dataSource, now, () => withTransaction(dataSource, work));
}

async function quoted(
  tx: Tx,
  quoteId: string,
  owned: Owned,
  { wanted }: UpgradeOffer,
  now: Date,
): Promise<UpgradeQuote> {
  const quote = await tx.findOneBy(UpgradeQuote, { id: quoteId, subscriptionId: owned.subscription.id });
  const fits =
    quote?.planId === wanted.id && quote.fromPlanId === owned.plan.id && quote.k === owned.period.k;
  if (!quote || !fits || now >= quote.expiresAt) {
    throw new DomainError('CONFLICT', 'This quote no longer holds: ask for a new one', {
      quoteId: 'expired',
    });
  }
  return quote;
}

async function begin(tx: Tx, wallet: Wallet, owned: Owned, offer: UpgradeOffer, now: Date): Promise<void> {
  const { subscription, service } = owned;
  const { wanted, amount, recurring } = offer;
  const { userId } = wallet;
  if (wallet.balance < amount) {
    throw new DomainError('INSUFFICIENT_CREDIT', 'Your credit does not cover this upgrade', {
      required: amount,
      balance: wallet.balance,
      shortfall: amount - wallet.balance,
    });
  }
  const instances = await upgradable(tx, subscription.id);
  const [instance] = instances;
  const larger = instances.map(() => growth(owned.plan, wanted));
  const isTight = await lookForRoom(tx, larger, now);
  const orderId = newId();
  const description = `${service.name} ${wanted.name}, upgrade`;
  await tx.insert(Order, {
    id: orderId,
    userId,
    kind: 'UPGRADE',
    status: 'PAID',
    subscriptionId: subscription.id,
    serviceName: service.name,
    planName: wanted.name,
    planSnapshot: {
      planId: wanted.id,
      name: wanted.name,
      planType: wanted.planType,
      recurring,
      fromPlanId: owned.plan.id,
    },
    subtotal: amount,
    discount: rupiah(0),
    total: amount,
    createdAt: now,
    updatedAt: now,
  });
  await tx.insert(OrderItem, {
    id: newId(),
    orderId,
    position: 0,
    description,
    quantity: 1,
    unitPrice: amount,
    amount,
  });
  const cause = { actor: `user:${userId}` } as const;
  await recordBirths(tx, { order: { id: orderId, status: 'PAID' } }, cause, now);
  await holdFunds(
    tx,
    wallet,
    { type: 'UPGRADE', orderId, subscriptionId: subscription.id, amount, description },
    now,
  );
  await transition(tx, 'subscription', subscription.id, ['ACTIVE', 'PENDING_UPGRADE'], cause, now, {
    pendingPlanId: wanted.id,
    pendingPrice: recurring,
  });
  await orderProvisioning(tx, instance.id, orderId, now, 'UPGRADE');
  await announce(
    tx,
    { topic: 'wallet', userId, id: userId },
    { topic: 'order', userId, id: orderId },
    { topic: 'instance', userId, id: instance.id },
  );
  await takeSlot(tx, wanted.id, userId, now);
  if (isTight) await confirmRoom(tx, larger, instance.id, now);
}

/** Those that change with the plan, the oldest first: the upgrade is done when that one is; CONFLICT unless all can. */
async function upgradable(tx: Tx, subscriptionId: string): Promise<[ServiceInstance, ...ServiceInstance[]]> {
  const [first, ...others] = await tx.find(ServiceInstance, {
    where: {
      subscriptionId,
      releasedAt: IsNull(),
      deletionDueAt: IsNull(),
      status: Not(In(['ERROR', 'TERMINATED'])),
    },
    order: { createdAt: 'ASC', id: 'ASC' },
  });
  if (!first) {
    throw new DomainError('CONFLICT', 'It has no instance to be upgraded: make one first', {
      instance: 'none',
    });
  }
  for (const { id, name, status } of [first, ...others]) {
    if (status !== 'RUNNING' && status !== 'STOPPED') {
      throw new DomainError('CONFLICT', 'Its app must be up before it can be upgraded', { instance: status });
    }
    const operation = await findOpenOperation(tx, id);
    if (operation) {
      throw new DomainError('CONFLICT', `${name} is being worked on: upgrade when that is done`, {
        operation: operation.kind,
      });
    }
  }
  return [first, ...others];
}

/** What the wanted plan takes of a server beyond the present one. */
function growth(from: ServicePlan, to: ServicePlan): Amounts {
  return {
    cpuMilli: Math.max(0, to.cpuMilli - from.cpuMilli),
    memoryMb: Math.max(0, to.memoryMb - from.memoryMb),
  };
}
