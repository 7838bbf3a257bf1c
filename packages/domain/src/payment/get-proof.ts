import { Payment } from '@minispod/database/entities/payment.entity';
import { PaymentProof } from '@minispod/database/entities/payment-proof.entity';
import type { Reader } from '@minispod/database/transaction';
import { openBytes } from '../encryption/seal.js';
import { notFound } from '../errors.js';

/** The newest proof of a transfer, for its owner, or for an administrator who passes null. NOT_FOUND for anybody else. */
export async function getProof(
  reader: Reader,
  userId: string | null,
  transactionId: string,
  encryptionKey: string,
): Promise<PaymentProof> {
  const payment = await reader.findOneBy(Payment, { transactionId, ...(userId !== null && { userId }) });
  const proof =
    payment &&
    (await reader.findOne(PaymentProof, {
      where: { paymentId: payment.id },
      order: { createdAt: 'DESC', id: 'DESC' },
    }));
  if (!proof) throw notFound('Proof');
  return { ...proof, content: openBytes(encryptionKey, { column: 'proof', id: proof.id }, proof.content) };
}
