import { Payment } from '@minispod/database/entities/payment.entity';
import { withTransaction } from '@minispod/database/transaction';
import { type DataSource, In, LessThanOrEqual, Not } from 'typeorm';
import { eachAlone } from '../sweep/each-alone.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { endUnpaid } from './end-unpaid.js';

/** Ended in one pass. */
const BATCH = 100;

/**
 * Ends transfers by hand whose time is over and of which no proof came, the oldest first; one that cannot be ended keeps
 * no other waiting. Returns how many ended.
 */
export async function lapseTransfers(dataSource: DataSource, now: Date): Promise<number> {
  let lapsed = 0;
  await eachAlone(
    { dataSource, name: 'transfers', now },
    (resting) =>
      dataSource.manager.find(Payment, {
        select: { id: true, userId: true },
        where: {
          gateway: 'manual',
          status: 'PENDING',
          nextCheckAt: LessThanOrEqual(now),
          id: Not(In(resting)),
        },
        order: { nextCheckAt: 'ASC' },
        take: BATCH,
      }),
    async (payment) => {
      if (await lapse(dataSource, payment, now)) lapsed++;
    },
    { subjectOf: ({ id }) => id },
  );
  return lapsed;
}

function lapse(
  dataSource: DataSource,
  { id, userId }: Pick<Payment, 'id' | 'userId'>,
  now: Date,
): Promise<boolean> {
  return withTransaction(dataSource, async (tx) => {
    await lockWallet(tx, userId);
    const payment = await tx.findOneByOrFail(Payment, { id });
    // A proof may have come while we waited for the wallet.
    if (payment.status !== 'PENDING') return false;
    const cause = { actor: 'system' as const, reason: 'EXPIRED' };
    await endUnpaid(tx, payment, { status: 'EXPIRED', failure: 'EXPIRED' }, cause, now);
    await tx.update(Payment, { id }, { nextCheckAt: null });
    return true;
  });
}
