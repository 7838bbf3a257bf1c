import type { TopUpView } from '@minispod/contracts/wallet';
import { Order } from '@minispod/database/entities/order.entity';
import { Payment } from '@minispod/database/entities/payment.entity';
import { PaymentProof } from '@minispod/database/entities/payment-proof.entity';
import { Transaction } from '@minispod/database/entities/transaction.entity';
import type { Reader } from '@minispod/database/transaction';
import { notFound } from '../errors.js';
import { required } from '../rows.js';
import { toTopUpView } from './views.js';

/** One top-up of the user as it stands here; `checkTopUp` asks the gateway first. */
export async function getTopUp(reader: Reader, userId: string, transactionId: string): Promise<TopUpView> {
  const payment = await reader.findOneBy(Payment, { transactionId, userId });
  if (!payment) throw notFound('Top-up');
  const transaction = required(await reader.findOneBy(Transaction, { id: transactionId }));
  const order = payment.orderId === null ? null : await reader.findOneBy(Order, { id: payment.orderId });
  return toTopUpView(payment, transaction, await newestProof(reader, payment), order);
}

async function newestProof(reader: Reader, { id, gateway }: Payment): Promise<PaymentProof | null> {
  if (gateway !== 'manual') return null;
  return reader.findOne(PaymentProof, {
    select: { id: true, fileName: true, contentType: true, createdAt: true },
    where: { paymentId: id },
    order: { createdAt: 'DESC', id: 'DESC' },
  });
}
