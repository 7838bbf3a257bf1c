import type { TopUpView } from '@minispod/contracts/wallet';
import type { Order } from '@minispod/database/entities/order.entity';
import type { Payment } from '@minispod/database/entities/payment.entity';
import type { PaymentProof } from '@minispod/database/entities/payment-proof.entity';
import type { Transaction } from '@minispod/database/entities/transaction.entity';
import { isOpen } from './rules/decide.js';

export function toTopUpView(
  payment: Payment,
  transaction: Transaction,
  proof: Pick<PaymentProof, 'fileName' | 'contentType' | 'createdAt'> | null = null,
  order: Pick<Order, 'status' | 'payBy'> | null = null,
): TopUpView {
  const isHeld = payment.status === 'IN_REVIEW' && payment.gateway !== 'manual';
  const isUnderReview = isHeld || (payment.challengedAt !== null && isOpen(payment.status));
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
    gateway: payment.gateway,
    bank: payment.bank,
    wallet: payment.eWallet,
    paymentStatus: payment.status,
    instructions: payment.instructions,
    isUnderReview,
    canCancel: isOpen(payment.status) && payment.status !== 'IN_REVIEW' && !isUnderReview,
    reversedAmount: payment.reversedAmount,
    orderId: payment.orderId,
    orderPayBy:
      order?.status === 'PENDING_PAYMENT' && isOpen(payment.status)
        ? (order.payBy?.toISOString() ?? null)
        : null,
    proof: proof && {
      fileName: proof.fileName,
      contentType: proof.contentType,
      uploadedAt: proof.createdAt.toISOString(),
    },
    reviewNote: payment.reviewNote,
  };
}
