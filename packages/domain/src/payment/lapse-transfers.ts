import { Payment } from '@minispod/database/entities/payment.entity';
import { withTransaction } from '@minispod/database/transaction';
import { type DataSource, LessThan } from 'typeorm';
import { lockWallet } from '../wallet/lock-wallet.js';
import { endUnpaid } from './end-unpaid.js';

/** Ended in one pass. */
const BATCH = 100;

/** Ends transfers by hand whose time is over and of which no proof came. Returns how many. */
export async function lapseTransfers(dataSource: DataSource, now: Date): Promise<number> {
  const due = await dataSource.manager.find(Payment, {
    select: { id: true, userId: true },
    where: { gateway: 'manual', status: 'PENDING', nextCheckAt: LessThan(now) },
    take: BATCH,
  });
  for (const { id, userId } of due) {
    await withTransaction(dataSource, async (tx) => {
      await lockWallet(tx, userId);
      const payment = await tx.findOneByOrFail(Payment, { id });
      // A proof may have come while we waited for the wallet.
      if (payment.status !== 'PENDING') return;
      const cause = { actor: 'system' as const, reason: 'EXPIRED' };
      await endUnpaid(tx, payment, { status: 'EXPIRED', failure: 'EXPIRED' }, cause, now);
      await tx.update(Payment, { id }, { nextCheckAt: null });
    });
  }
  return due.length;
}
