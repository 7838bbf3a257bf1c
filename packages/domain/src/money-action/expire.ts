import { MoneyAction } from '@minispod/database/entities/money-action.entity';
import { withTransaction } from '@minispod/database/transaction';
import { type DataSource, LessThanOrEqual } from 'typeorm';
import { closeAlert } from '../alert/close.js';
import { lockWallet } from '../wallet/lock-wallet.js';

/** Ended in one pass. */
const BATCH = 100;

/** Ends requests for a second administrator that nobody decided in time; no money was moved. Returns how many. */
export async function expireApprovals(dataSource: DataSource, now: Date): Promise<number> {
  const due = await dataSource.manager.find(MoneyAction, {
    select: { id: true, userId: true },
    where: { status: 'PENDING', expiresAt: LessThanOrEqual(now) },
    order: { expiresAt: 'ASC' },
    take: BATCH,
  });
  const faults: unknown[] = [];
  let expired = 0;
  for (const request of due) {
    try {
      if (await expire(dataSource, request, now)) expired++;
    } catch (error) {
      faults.push(error);
    }
  }
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} requests could not be ended`);
  return expired;
}

function expire(
  dataSource: DataSource,
  { id, userId }: Pick<MoneyAction, 'id' | 'userId'>,
  now: Date,
): Promise<boolean> {
  return withTransaction(dataSource, async (tx) => {
    // Whoever decides a request holds this lock as well.
    await lockWallet(tx, userId);
    const ended = { status: 'EXPIRED', input: null, decidedAt: now } as const;
    const { affected } = await tx.update(MoneyAction, { id, status: 'PENDING' }, ended);
    if (affected === 0) return false;
    await closeAlert(tx, { kind: 'APPROVAL_WAITS', subject: id }, now);
    return true;
  });
}
