import { isIP } from 'node:net';
import type { ServicePlan } from '@minispod/database/entities/service-plan.entity';
import { Wallet } from '@minispod/database/entities/wallet.entity';
import type { Reader, Tx } from '@minispod/database/transaction';
import { DomainError } from '../errors.js';
import { required } from '../rows.js';

/** Orders that wait for their payment, of one account that has paid before. */
const PER_PAYING_ACCOUNT = 3;
/** Places without money that accounts which never paid took from one network within a day. */
const PER_NETWORK = 5;

/**
 * Keeps those who never paid from taking everything off sale: such an account holds one place without money, as an unpaid
 * order or a free plan; all of them together reserve at most half of a plan, and five places a day from one network. An
 * account that has paid is held to three unpaid orders. Throws CONFLICT. Called after the order was written and its slot
 * taken: the plan's locked row puts those who reserve at once in a row, and a lock of the network does the same there.
 */
export async function limitUnpaid(
  tx: Tx,
  { userId, plan, network, now }: { userId: string; plan: ServicePlan; network: string | null; now: Date },
): Promise<void> {
  const wallet = required(await tx.findOneBy(Wallet, { userId }));
  const [held] = await tx.query(
    `SELECT count(*) FILTER (WHERE status = 'PENDING_PAYMENT') AS unpaid, count(*) AS all FROM subscriptions
      WHERE user_id = $1 AND (status = 'PENDING_PAYMENT' OR price = 0 AND status IN ('ACTIVE', 'SUSPENDED', 'PENDING_UPGRADE'))`,
    [userId],
  );
  if (hasPaid(wallet)) {
    if (held.unpaid > PER_PAYING_ACCOUNT)
      throw refusal(
        'ACCOUNT',
        `${PER_PAYING_ACCOUNT} orders wait for your payment: pay or cancel one first.`,
      );
    return;
  }
  if (held.all > 1)
    throw refusal(
      'ACCOUNT',
      'Before your first payment you can have one free plan or one unpaid order: pay that order or cancel it, or top up first.',
    );
  if ((await reservedByStrangers(tx, plan.id)) > Math.ceil(plan.totalQuota / 2))
    throw refusal(
      'PLAN',
      'Many unpaid orders wait for this plan: top up and pay from credit, or try again in 30 minutes.',
    );
  if (network !== null && (await takenFrom(tx, network, now)) > PER_NETWORK)
    throw refusal(
      'NETWORK',
      'Many unpaid orders came from your network: top up and pay from credit, or try again tomorrow.',
    );
}

function hasPaid({ totalTopUp, totalSpent, balance }: Wallet): boolean {
  return totalTopUp > 0 || totalSpent > 0 || balance > 0;
}

const NEVER_PAID = 'w.total_top_up = 0 AND w.total_spent = 0 AND w.balance = 0';

async function reservedByStrangers(tx: Tx, planId: string): Promise<number> {
  const [{ count }] = await tx.query(
    `SELECT count(*) FROM subscriptions s JOIN wallets w ON w.user_id = s.user_id
      WHERE s.plan_id = $1 AND s.status = 'PENDING_PAYMENT' AND ${NEVER_PAID}`,
    [planId],
  );
  return count;
}

async function takenFrom(tx: Tx, network: string, now: Date): Promise<number> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`unpaid orders of ${network}`]);
  const [{ count }] = await tx.query(
    `SELECT count(*) FROM orders o JOIN subscriptions s ON s.id = o.subscription_id JOIN wallets w ON w.user_id = o.user_id
      WHERE o.placed_from = $1::cidr AND o.created_at > $2::timestamptz - interval '1 day' AND ${NEVER_PAID}
        AND (s.status = 'PENDING_PAYMENT' OR s.price = 0 AND s.status IN ('ACTIVE', 'SUSPENDED', 'PENDING_UPGRADE'))`,
    [network, now],
  );
  return count;
}

/**
 * The network of an address: an IPv4 address alone, or the /64 that an IPv6 customer is given. Null for an address that is
 * not public: it is a proxy of ours or this machine, and says nothing of the customer.
 */
export async function networkOf(reader: Reader, address: string | undefined): Promise<string | null> {
  const plain = address?.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '') ?? '';
  if (isIP(plain) === 0) return null;
  const [{ network }] = await reader.query(
    `SELECT CASE WHEN a <<= ANY ('{0.0.0.0/8,10.0.0.0/8,127.0.0.0/8,169.254.0.0/16,172.16.0.0/12,192.168.0.0/16,::1/128,fc00::/7,fe80::/10}'::cidr[])
                 THEN NULL ELSE network(set_masklen(a, CASE family(a) WHEN 4 THEN 32 ELSE 64 END))::text END AS network
       FROM (SELECT $1::inet AS a) given`,
    [plain],
  );
  return network;
}

function refusal(limit: 'ACCOUNT' | 'PLAN' | 'NETWORK', message: string): DomainError<'CONFLICT'> {
  return new DomainError('CONFLICT', `${message} Nothing was ordered or charged.`, { limit });
}
