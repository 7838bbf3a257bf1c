import type { WalletView } from '@minispod/contracts/wallet';
import { Service } from '@minispod/database/entities/service.entity';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import { Wallet } from '@minispod/database/entities/wallet.entity';
import type { Reader } from '@minispod/database/transaction';
import { In, IsNull, Not } from 'typeorm';
import { nextCharge } from '../billing/rules/next-charge.js';
import { notFound } from '../errors.js';
import { required } from '../rows.js';
import { type DueService, daysUntil, runway } from './rules/runway.js';

/** Balance, what is held, and how long it lasts. */
export async function getWallet(reader: Reader, userId: string, now: Date): Promise<WalletView> {
  const wallet = await reader.findOneBy(Wallet, { userId });
  if (!wallet) throw notFound('Wallet');
  const [{ held }] = await reader.query(
    `SELECT coalesce(sum(amount), 0)::bigint AS held FROM holds WHERE user_id = $1 AND status = 'HELD'`,
    [userId],
  );
  const { upcoming, end } = runway(wallet.balance, await servicesDue(reader, userId), now);
  return {
    creditBalance: wallet.balance,
    totalTopUp: wallet.totalTopUp,
    totalSpent: wallet.totalSpent,
    held,
    receivable: wallet.receivable,
    runwayDays: end && daysUntil(now, end.at),
    runwayEnd: end && { ...end, at: end.at.toISOString() },
    upcoming: upcoming.map((charge) => ({ ...charge, at: charge.at.toISOString() })),
  };
}

async function servicesDue(reader: Reader, userId: string): Promise<DueService[]> {
  const subscriptions = await reader.find(Subscription, {
    where: {
      userId,
      status: In(['ACTIVE', 'PENDING_UPGRADE']),
      autoRenew: true,
      nextBilling: Not(IsNull()),
    },
  });
  const services = await reader.find(Service, {
    select: { id: true, name: true },
    where: { id: In(subscriptions.map(({ serviceId }) => serviceId)) },
  });
  const names = new Map(services.map(({ id, name }) => [id, name]));
  return subscriptions.map((subscription) => {
    const { price, billingCycle, anchor } = nextCharge(subscription);
    return {
      subscriptionId: subscription.id,
      serviceName: required(names.get(subscription.serviceId)),
      price,
      billingCycle,
      anchor,
      nextBilling: required(subscription.nextBilling),
    };
  });
}
