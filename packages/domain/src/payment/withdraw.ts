import type { Payment } from '@minispod/database/entities/payment.entity';
import { Transaction } from '@minispod/database/entities/transaction.entity';
import type { Tx } from '@minispod/database/transaction';
import { type Actor, transition } from '../history/transition.js';
import { announce } from '../live/announce.js';
import { enqueue } from '../outbox/enqueue.js';
import type { Failure } from './rules/decide.js';

export interface Ending {
  status: 'FAILED' | 'CANCELLED' | 'EXPIRED';
  failure: Failure;
}

export interface Cause {
  actor: Actor;
  reason: string;
}

/**
 * An open payment is not wanted any more: the customer pays in another way, or what it was for is called off. Withdrawn
 * here now and at the gateway by the promised job; should it be paid all the same, it is credited. What becomes of its
 * order is the caller's to say, in this commit. The wallet of its owner is locked.
 */
export async function withdraw(tx: Tx, payment: Payment, cause: Cause, now: Date): Promise<void> {
  await close(tx, payment, { status: 'CANCELLED', failure: 'CANCELLED' }, cause, now);
  if (payment.gateway !== 'manual') await enqueue(tx, 'converge-payment', { paymentId: payment.id }, now);
}

/** Ends an open payment without money; what that means for others is the caller's. */
export async function close(
  tx: Tx,
  { id, status, userId, transactionId, cancelRequestedAt }: Payment,
  { status: to, failure }: Ending,
  cause: Cause,
  now: Date,
): Promise<void> {
  const moved = await transition(tx, 'payment', id, [status, to], cause, now, { failure });
  if (!moved) throw new Error(`payment ${id} moved under the wallet's lock`);
  // Its owner called it off, here or by way of the gateway; what ended otherwise has failed.
  const isOwn = to === 'CANCELLED' && (cause.actor.startsWith('user:') || cancelRequestedAt !== null);
  const ended = { status: isOwn ? 'CANCELLED' : 'FAILED', completedAt: now, updatedAt: now } as const;
  await tx.update(Transaction, { id: transactionId }, ended);
  await announce(tx, { topic: 'wallet', userId, id: transactionId });
}
