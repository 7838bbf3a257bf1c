import { Payment } from '@minispod/database/entities/payment.entity';
import type { Tx } from '@minispod/database/transaction';
import { transition } from '../history/transition.js';
import { announce } from '../live/announce.js';
import { isOpen } from './rules/decide.js';

/**
 * The gateway says that money came which is not what was asked for. Nothing is credited: it is flagged, which raises an
 * alert, and an open payment waits for an administrator. One that has ended stays ended. The wallet of its owner is locked.
 */
export async function holdForDecision(tx: Tx, payment: Payment, answer: object, now: Date): Promise<void> {
  const { id, status, userId, transactionId } = payment;
  const held = { flag: 'AMOUNT_DIFFERS', evidence: answer, challengedAt: null } as const;
  await tx.update(Payment, { id }, held);
  if (!isOpen(status) || status === 'IN_REVIEW') return;
  const cause = { actor: 'gateway', reason: 'AMOUNT_DIFFERS' } as const;
  const moved = await transition(tx, 'payment', id, [status, 'IN_REVIEW'], cause, now);
  if (!moved) throw new Error(`payment ${id} moved under the wallet's lock`);
  await announce(tx, { topic: 'wallet', userId, id: transactionId });
}
