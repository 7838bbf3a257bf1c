import type { SubscribeInput, SubscribeView } from '@minispod/contracts/subscription';
import { BillingPeriod } from '@minispod/database/entities/billing-period.entity';
import { Order } from '@minispod/database/entities/order.entity';
import { OrderItem } from '@minispod/database/entities/order-item.entity';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { confirmRoom, lookForRoom } from '../capacity/check-capacity.js';
import { DomainError } from '../errors.js';
import { recordBirths } from '../history/transition.js';
import { once } from '../idempotency/once.js';
import { refuseReserved, withFreeAddress } from '../instance/address.js';
import { refuseUnusable } from '../instance/variables.js';
import { toInstanceView } from '../instance/views.js';
import { announce } from '../live/announce.js';
import { toOrderView } from '../order/views.js';
import { orderProvisioning } from '../provisioning/order-provisioning.js';
import { takeSlot } from '../quota/slots.js';
import { holdFunds } from '../wallet/hold.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { draftOrder } from './draft-order.js';
import { findOffer } from './find-offer.js';
import { findLiveSubscription, refuseSecond } from './live-subscription.js';
import { toSubscriptionView } from './views.js';

export interface SubscribeDeps {
  dataSource: DataSource;
  /** ENCRYPTION_KEY: seals variables and generated secrets. */
  encryptionKey: string;
}

/**
 * Buys a plan with the wallet's credit and starts bringing it up. One commit: the price held, the slot taken, order,
 * subscription, instance and the promise to provision. Nothing outside PostgreSQL is touched.
 *
 * Throws INVALID_PLAN, DUPLICATE_SUBSCRIPTION, UPGRADE_REQUIRED, INSUFFICIENT_CREDIT, QUOTA_EXCEEDED,
 * INSUFFICIENT_RESOURCES, VALIDATION_ERROR for variables that the service keeps to itself, or CONFLICT for an address that
 * is taken and for a requestId used for something else; then nothing was written.
 */
export async function subscribe(
  deps: SubscribeDeps,
  userId: string,
  { requestId, ...input }: SubscribeInput,
  now: Date,
): Promise<SubscribeView> {
  return withFreeAddress(input.subdomain, () =>
    withTransaction(deps.dataSource, async (tx) => {
      const wallet = await lockWallet(tx, userId);
      return once(tx, { userId, key: requestId, operation: 'subscribe', input }, now, () =>
        placeOrder(tx, deps, wallet, input, now),
      );
    }),
  );
}

async function placeOrder(
  tx: Tx,
  { encryptionKey }: SubscribeDeps,
  wallet: Awaited<ReturnType<typeof lockWallet>>,
  input: Omit<SubscribeInput, 'requestId'>,
  now: Date,
): Promise<SubscribeView> {
  const { userId } = wallet;
  refuseReserved(input.subdomain);
  const offer = await findOffer(tx, input.planId, input.billingCycle);
  const { plan, service, version, price } = offer;
  const live = await findLiveSubscription(tx, userId, service.id);
  if (live) throw refuseSecond(live, plan, price.recurring, now);
  if (wallet.balance < price.total) {
    throw new DomainError('INSUFFICIENT_CREDIT', 'Your credit does not cover this plan', {
      required: price.total,
      balance: wallet.balance,
      shortfall: price.total - wallet.balance,
    });
  }
  refuseUnusable(version.template, input.envVars ?? {});
  const isTight = await lookForRoom(tx, [plan], now);

  const { subscription, period, order, items, instance } = draftOrder(
    userId,
    offer,
    input,
    encryptionKey,
    now,
  );
  await tx.insert(Subscription, subscription);
  await tx.insert(Order, order);
  await tx.insert(OrderItem, items);
  await tx.insert(BillingPeriod, period);
  await tx.insert(ServiceInstance, instance);
  await recordBirths(
    tx,
    {
      subscription: { id: subscription.id, status: subscription.status },
      order: { id: order.id, status: order.status },
      instance: { id: instance.id, status: instance.status },
    },
    { actor: `user:${userId}` },
    now,
  );
  const description = `${service.name} ${plan.name}`;
  await holdFunds(
    tx,
    wallet,
    {
      type: 'SUBSCRIPTION',
      orderId: order.id,
      subscriptionId: subscription.id,
      amount: price.total,
      description,
    },
    now,
  );
  await orderProvisioning(tx, instance.id, order.id, now);
  await announce(
    tx,
    { topic: 'wallet', userId, id: userId },
    { topic: 'order', userId, id: order.id },
    { topic: 'instance', userId, id: instance.id },
  );
  // Last: every buyer of this plan waits for this row until we commit.
  await takeSlot(tx, plan.id, userId, now);
  if (isTight) await confirmRoom(tx, [plan], instance.id, now);

  return {
    subscription: toSubscriptionView(subscription, service, plan, [instance], () => version.version),
    instance: toInstanceView(instance, service, plan, version.version),
    order: toOrderView(order, items),
  };
}
