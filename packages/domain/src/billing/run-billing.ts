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
 */
export async function runBilling(
  { dataSource, billing }: BillingDeps,
  now: Date,
  signal?: AbortSignal,
): Promise<number> {
  let looked = 0;
  while (!signal?.aborted) {
    const batch = await withTransaction(dataSource, async (tx) => {
      const wallets = await lockDueWallets(tx, now, BATCH);
      if (wallets.length === 0) return 0;
      const accounts = await loadAccounts(tx, wallets, now, false);
      await billAccounts(tx, accounts, billing, now);
      return accounts.reduce((sum, account) => sum + account.dues.length, 0);
    });
    if (batch === 0) return looked;
    looked += batch;
  }
  return looked;
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
