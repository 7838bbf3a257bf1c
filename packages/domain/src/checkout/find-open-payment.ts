import { Payment } from '@minispod/database/entities/payment.entity';
import type { Reader } from '@minispod/database/transaction';
import { In } from 'typeorm';
import { DomainError } from '../errors.js';

/** The payment by which a waiting order can still be paid: one at most, by a partial unique index. */
export async function findOpenPayment(reader: Reader, orderId: string): Promise<Payment | null> {
  return reader.findOneBy(Payment, { orderId, status: In(['PENDING', 'UNCERTAIN', 'IN_REVIEW']) });
}

/** Money may have been sent already: a bank or an administrator is finding out. */
export function isUnderReview({ status, challengedAt }: Payment): boolean {
  return status === 'IN_REVIEW' || challengedAt !== null;
}

export function refuseUnderReview(payment: Payment): void {
  const { transactionId } = payment;
  if (!isUnderReview(payment)) return;
  throw new DomainError('CONFLICT', 'Its payment is under review: wait until that is decided', {
    transactionId,
  });
}
