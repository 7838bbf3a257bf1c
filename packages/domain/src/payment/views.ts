import type { TopUpView } from '@minispod/contracts/wallet';
import type { Payment } from '@minispod/database/entities/payment.entity';
import type { Transaction } from '@minispod/database/entities/transaction.entity';

export function toTopUpView(payment: Payment, transaction: Transaction): TopUpView {
  return {
    transactionId: transaction.id,
    amount: payment.amount,
    paymentMethod: payment.method,
    status: transaction.status,
    ...(payment.snapToken !== null && { snapToken: payment.snapToken }),
    ...(payment.redirectUrl !== null && { redirectUrl: payment.redirectUrl }),
    ...(payment.qrString !== null && { qrString: payment.qrString }),
    expiresAt: payment.expiresAt.toISOString(),
    createdAt: payment.createdAt.toISOString(),
    completedAt: transaction.completedAt?.toISOString() ?? null,
    failure: payment.failure,
  };
}
