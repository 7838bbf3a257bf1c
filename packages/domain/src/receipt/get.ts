import type { ReceiptView } from '@minispod/contracts/receipt';
import { Payment } from '@minispod/database/entities/payment.entity';
import { PaymentReversal } from '@minispod/database/entities/payment-reversal.entity';
import { User } from '@minispod/database/entities/user.entity';
import type { Reader } from '@minispod/database/transaction';
import { Not } from 'typeorm';
import { DomainError, notFound } from '../errors.js';
import { isCredited } from '../payment/rules/decide.js';
import { required } from '../rows.js';

/** What a user has paid in by one top-up, and what of it went back since. NOT_FOUND; CONFLICT for what was never paid. */
export async function getReceipt(
  reader: Reader,
  userId: string,
  transactionId: string,
): Promise<ReceiptView> {
  const payment = await reader.findOneBy(Payment, { transactionId, userId });
  if (!payment) throw notFound('Top-up');
  const { id, status, amount, method, bank, eWallet, gateway, paidAt, reversedAmount } = payment;
  if (!isCredited(status)) throw new DomainError('CONFLICT', 'Only what was paid has a receipt', { status });
  const { name, email } = required(await reader.findOneBy(User, { id: userId }));
  const reversals = await reader.find(PaymentReversal, {
    where: { paymentId: id, status: Not('FAILED') },
    order: { createdAt: 'ASC', id: 'ASC' },
  });
  return {
    transactionId,
    payer: { name, email },
    amount,
    method,
    bank,
    wallet: eWallet,
    gateway,
    gatewayReference: payment.gatewayReference ?? payment.gatewayTransactionId,
    paidAt: required(paidAt).toISOString(),
    reversals: reversals.map((reversal) => ({
      kind: reversal.kind,
      amount: reversal.amount,
      at: (reversal.doneAt ?? reversal.createdAt).toISOString(),
      isUnderway: reversal.status === 'REQUESTED',
    })),
    left: amount - reversedAmount,
  };
}
