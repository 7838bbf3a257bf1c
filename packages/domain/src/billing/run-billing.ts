import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import type { BillingSettings } from '../billing-settings.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { billAccounts } from './bill-accounts.js';
import { loadAccounts, lockDueWallets } from './due.js';

/** Subscriptions claimed at a time: large enough to be cheap, small enough that a crash repeats little. */
const BATCH = 500;

export interface BillingDeps {
  dataSource: DataSource;
  billing: BillingSettings;
}

/**
 * Bills everything that is due at `now`: renews, begins grace, reminds, suspends, expires, ends. Each batch is one
 * transaction that locks its customers' wallets and skips those another worker has, so any number of workers share the
 * work and none does it twice. A subscription several periods behind is charged for the oldest first. Returns how many
 * subscriptions were looked at; stops early when the signal aborts.
 *
 * A customer whose billing fails stops nobody else's: the others of the batch are billed one by one. Throws an
 * AggregateError in the end when there were such.
 */
export async function runBilling(
  deps: BillingDeps,
  now: Date,
  signal?: AbortSignal,
): Promise<number> {
  const failures: unknown[] = [];
  const failed: string[] = [];
  let looked = 0;
  let limit = BATCH;
  while (!signal?.aborted) {
    let users: string[] = [];
    try {
      const batch = await withTransaction(deps.dataSource, async (tx) => {
        const wallets = await lockDueWallets(tx, now, limit, failed);
        users = wallets.map((wallet) => wallet.userId);
        return billWallets(tx, deps, wallets, now);
      });
      if (users.length === 0) break;
      looked += batch;
      limit = BATCH;
    } catch (error) {
      const [only, ...others] = users;
      // Before anybody was chosen it is the database that is in trouble and not a customer.
      if (only === undefined) throw error;
      limit = 1;
      if (others.length > 0) continue;
      failures.push(error);
      failed.push(only);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `billing failed for ${failures.length} customers`);
  return looked;
}

async function billWallets(tx: Tx, { billing }: BillingDeps, wallets: Wallet[], now: Date): Promise<number> {
  if (wallets.length === 0) return 0;
  const accounts = await loadAccounts(tx, wallets, now, false);
  await billAccounts(tx, accounts, billing, now);
  return accounts.reduce((sum, account) => sum + account.dues.length, 0);
}

/** After money came in: charges whatever this customer owes and can now pay, oldest and most wanted first. */
export async function collectDues(
  { dataSource, billing }: BillingDeps,
  userId: string,
  now: Date,
): Promise<void> {
  await withTransaction(dataSource, async (tx) => {
    const wallet = await lockWallet(tx, userId);
    await billAccounts(tx, await loadAccounts(tx, [wallet], now, true), billing, now, true);
  });
}
