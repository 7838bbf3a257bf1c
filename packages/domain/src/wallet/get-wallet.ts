import type { WalletView } from '@minispod/contracts/wallet';
import { Wallet } from '@minispod/database/entities/wallet.entity';
import type { Reader } from '@minispod/database/transaction';
import { notFound } from '../errors.js';
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
  return reader.query(
    `SELECT s.id AS "subscriptionId", services.name AS "serviceName", s.price, s.billing_cycle AS "billingCycle",
            s.anchor, s.next_billing AS "nextBilling"
       FROM subscriptions s JOIN services ON services.id = s.service_id
      WHERE s.user_id = $1 AND s.status IN ('ACTIVE', 'PENDING_UPGRADE') AND s.auto_renew AND s.next_billing IS NOT NULL`,
    [userId],
  );
}
