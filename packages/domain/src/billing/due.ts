import { Service } from '@minispod/database/entities/service.entity';
import { ServicePlan } from '@minispod/database/entities/service-plan.entity';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import { User } from '@minispod/database/entities/user.entity';
import type { Wallet } from '@minispod/database/entities/wallet.entity';
import type { Tx } from '@minispod/database/transaction';
import { In, IsNull, LessThanOrEqual, Not } from 'typeorm';
import { groupBy, required } from '../rows.js';

/** A subscription that billing looks at, with what it is called. */
export interface Due {
  subscription: Subscription;
  plan: ServicePlan;
  serviceName: string;
}

/** One customer's part of the work: the wallet is locked, so nothing of this customer's money changes meanwhile. */
export interface Account {
  wallet: Wallet;
  /** What is left while charging; the wallet's row follows by postings. */
  balance: number;
  /** Nothing is renewed for an account that is suspended or deleted. */
  isSuspended: boolean;
  /** In the order in which the customer wants them paid, oldest debt first among equals. */
  dues: Due[];
}

/**
 * Locks the wallets of up to `limit` due subscriptions that nobody else is working on, but for these users; oldest first.
 * A subscription that never ran is provisioning's: billing neither charges nor ends it.
 */
export async function lockDueWallets(
  tx: Tx,
  now: Date,
  limit: number,
  except: string[] = [],
): Promise<Wallet[]> {
  const rows: { userId: string }[] = await tx.query(
    `SELECT w.user_id AS "userId" FROM subscriptions s JOIN wallets w ON w.user_id = s.user_id
      WHERE s.next_action_at <= $1 AND s.status IN ('ACTIVE', 'SUSPENDED') AND s.first_running_at IS NOT NULL
        AND s.suspended_by IS DISTINCT FROM 'ADMINISTRATOR' AND w.user_id <> ALL($3)
      ORDER BY s.next_action_at LIMIT $2 FOR UPDATE OF w SKIP LOCKED`,
    [now, limit, except],
  );
  const ids = [...new Set(rows.map((row) => row.userId))];
  return tx.query(
    `SELECT user_id AS "userId", balance, total_top_up AS "totalTopUp", total_spent AS "totalSpent" FROM wallets WHERE user_id = ANY($1)`,
    [ids],
  );
}

/** What is due of these customers, read after their wallets were locked. `eager`: everything that could be charged at all. */
export async function loadAccounts(tx: Tx, wallets: Wallet[], now: Date, eager: boolean): Promise<Account[]> {
  const subscriptions = await tx.find(Subscription, {
    where: {
      userId: In(wallets.map((wallet) => wallet.userId)),
      status: In(['ACTIVE', 'SUSPENDED']),
      firstRunningAt: Not(IsNull()),
      ...(eager ? {} : { nextActionAt: LessThanOrEqual(now) }),
    },
    order: { priority: 'ASC', endDate: 'ASC', id: 'ASC' },
  });
  const ids = <K extends 'planId' | 'serviceId'>(key: K) =>
    In([...new Set(subscriptions.map((row) => row[key]))]);
  const plans = new Map((await tx.findBy(ServicePlan, { id: ids('planId') })).map((row) => [row.id, row]));
  const services = new Map(
    (await tx.find(Service, { select: { id: true, name: true }, where: { id: ids('serviceId') } })).map(
      (row) => [row.id, row],
    ),
  );
  const suspended = new Set(
    (
      await tx.find(User, {
        select: { id: true },
        where: { id: In(wallets.map((wallet) => wallet.userId)), status: In(['SUSPENDED', 'DELETED']) },
      })
    ).map(({ id }) => id),
  );
  const byUser = groupBy(subscriptions, (row) => row.userId);
  return wallets.map((wallet) => ({
    wallet,
    balance: wallet.balance,
    isSuspended: suspended.has(wallet.userId),
    dues: (byUser.get(wallet.userId) ?? []).map((subscription) => ({
      subscription,
      plan: required(plans.get(subscription.planId)),
      serviceName: required(services.get(subscription.serviceId)).name,
    })),
  }));
}
