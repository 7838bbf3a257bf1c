import type { AdminUserDetail } from '@minispod/contracts/administration';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import { Transaction } from '@minispod/database/entities/transaction.entity';
import type { Reader } from '@minispod/database/transaction';
import type { z } from 'zod';
import { getMe } from '../account/get-me.js';
import { viewSubscriptions } from '../subscription/list-subscriptions.js';
import { getWallet } from '../wallet/get-wallet.js';
import { toTransactionView } from '../wallet/list-transactions.js';
import { readOwners } from './owners.js';

/** A user with wallet and subscriptions, the latest hundred. Throws NOT_FOUND. */
export async function getUser(
  reader: Reader,
  id: string,
  now: Date,
): Promise<z.infer<typeof AdminUserDetail>> {
  const user = await getMe(reader, id);
  const subscriptions = await reader.find(Subscription, {
    where: { userId: id },
    order: { createdAt: 'DESC', id: 'DESC' },
    take: 100,
  });
  return {
    ...user,
    wallet: await getWallet(reader, id, now),
    subscriptions: await viewSubscriptions(reader, subscriptions),
    transactions: await latestTransactions(reader, id),
  };
}

async function latestTransactions(
  reader: Reader,
  userId: string,
): Promise<z.infer<typeof AdminUserDetail>['transactions']> {
  const rows = await reader.find(Transaction, {
    where: { userId },
    order: { createdAt: 'DESC', id: 'DESC' },
    take: 20,
  });
  const person = await readOwners(
    reader,
    rows.flatMap(({ processedBy }) => (processedBy === null ? [] : [processedBy])),
  );
  return rows.map((row) => ({
    ...toTransactionView(row),
    processedBy: row.processedBy === null ? null : person(row.processedBy),
    adminNotes: row.adminNotes,
  }));
}
