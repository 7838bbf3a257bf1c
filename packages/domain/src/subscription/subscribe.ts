import type { SubscribeInput, SubscribeView } from '@minispod/contracts/subscription';
import type { Wallet } from '@minispod/database/entities/wallet.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { alertingWhenFull } from '../capacity/alert-when-full.js';
import { DomainError } from '../errors.js';
import { once } from '../idempotency/once.js';
import { withFreeAddress } from '../instance/address.js';
import { orderProvisioning } from '../provisioning/order-provisioning.js';
import { holdFunds } from '../wallet/hold.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { type Payer, placeOrder } from './place-order.js';

export interface SubscribeDeps {
  dataSource: DataSource;
  /** ENCRYPTION_KEY: seals variables and generated secrets. */
  encryptionKey: string;
  /** Where the request came from, as far as it is known. */
  address?: string | undefined;
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
  const work = () =>
    withTransaction(deps.dataSource, async (tx) => {
      const wallet = await lockWallet(tx, userId);
      return once(tx, { userId, key: requestId, operation: 'subscribe', input }, now, () =>
        placeOrder(tx, deps.encryptionKey, userId, input, fromCredit(tx, deps, wallet, now), now),
      );
    });
  return alertingWhenFull(deps.dataSource, now, () => withFreeAddress(input.subdomain, work));
}

function fromCredit(tx: Tx, { address }: SubscribeDeps, wallet: Wallet, now: Date): Payer {
  return {
    isPaid: true,
    address,
    refuse({ total }) {
      if (wallet.balance >= total) return;
      throw new DomainError('INSUFFICIENT_CREDIT', 'Your credit does not cover this plan', {
        required: total,
        balance: wallet.balance,
        shortfall: total - wallet.balance,
      });
    },
    async pay({ order, subscription, instance }, description) {
      const purchase = {
        orderId: order.id,
        subscriptionId: subscription.id,
        amount: order.total,
        description,
      };
      await holdFunds(tx, wallet, { type: 'SUBSCRIPTION', ...purchase }, now);
      await orderProvisioning(tx, instance.id, order.id, now);
    },
  };
}
