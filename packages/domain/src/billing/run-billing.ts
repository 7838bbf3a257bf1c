import type { Wallet } from '@minispod/database/entities/wallet.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import type { BillingSettings } from '../billing-settings.js';
import { eachAlone } from '../sweep/each-alone.js';
import { readFailing } from '../sweep/failures.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { billAccounts } from './bill-accounts.js';
import { loadAccounts, lockDueWallets } from './due.js';

/** Subscriptions claimed at a time: large enough to be cheap, small enough that a crash repeats little. */
const BATCH = 500;
/** Batches at a time: while the database writes one, the next is read and reckoned. */
const LANES = 2;

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
 * A customer whose billing fails stops nobody else's: those of a batch that fails are billed one by one, and who failed
 * before is not let into a batch. Throws RowsFailed in the end when there were such.
 */
export async function runBilling(deps: BillingDeps, now: Date, signal?: AbortSignal): Promise<number> {
  const pass = { dataSource: deps.dataSource, name: 'billing', now };
  const apart = new Set((await readFailing(pass)).keys());
  const lanes = await Promise.allSettled(
    Array.from({ length: LANES }, () => billBatches(deps, now, apart, signal)),
  );
  let looked = 0;
  for (const lane of lanes) {
    if (lane.status === 'rejected') throw lane.reason;
    looked += lane.value;
  }
  await eachAlone(
    pass,
    (resting) => [...apart].filter((userId) => !resting.includes(userId)),
    async (userId) => {
      looked += await billAlone(deps, userId, now);
    },
    { ...(signal && { signal }) },
  );
  return looked;
}

/** One customer, whatever became of the others. Returns how many subscriptions were due. */
function billAlone(deps: BillingDeps, userId: string, now: Date): Promise<number> {
  return withTransaction(deps.dataSource, async (tx) =>
    billWallets(tx, deps, [await lockWallet(tx, userId)], now),
  );
}

async function billBatches(
  deps: BillingDeps,
  now: Date,
  apart: Set<string>,
  signal: AbortSignal | undefined,
): Promise<number> {
  const { dataSource } = deps;
  let looked = 0;
  while (!signal?.aborted) {
    let users: string[] = [];
    try {
      looked += await withTransaction(dataSource, async (tx) => {
        const wallets = await lockDueWallets(tx, now, BATCH, [...apart]);
        users = wallets.map((wallet) => wallet.userId);
        return billWallets(tx, deps, wallets, now);
      });
      if (users.length === 0) break;
    } catch (error) {
      // Before anybody was chosen it is the database that is in trouble and not a customer.
      if (users.length === 0) throw error;
      for (const userId of users) apart.add(userId);
    }
  }
  return looked;
}

async function billWallets(tx: Tx, { billing }: BillingDeps, wallets: Wallet[], now: Date): Promise<number> {
  if (wallets.length === 0) return 0;
  const accounts = await loadAccounts(tx, wallets, now, false);
  await billAccounts(tx, accounts, billing, now);
  return accounts.reduce((sum, account) => sum + account.dues.length, 0);
}

/** After a balance rose or what is due has changed: charges whatever this customer can now pay, most wanted and oldest first. */
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
