import { IdSchema } from '@minispod/contracts/shared';
import { Payment } from '@minispod/database/entities/payment.entity';
import type { Tx } from '@minispod/database/transaction';
import { IsNull, Not } from 'typeorm';
import type { GatewayStatus } from '../ports/payment-gateway.js';

/**
 * The answer, unless it is another payment's: it names an order of ours that was not asked about, or a transaction that has
 * brought another payment its money. Then it says nothing about this one.
 */
export async function trustedAnswer(
  tx: Tx,
  { id, gateway, gatewayTransactionId }: Payment,
  answer: GatewayStatus,
): Promise<GatewayStatus> {
  const doubtful: GatewayStatus = { ...answer, state: 'UNKNOWN', gatewayTransactionId, reversals: [] };
  const { orderId, gatewayTransactionId: named } = answer;
  if (orderId !== null && orderId !== id && IdSchema.safeParse(orderId).success) {
    if (await tx.existsBy(Payment, { id: orderId })) return doubtful;
  }
  const other = { gateway, id: Not(id), paidAt: Not(IsNull()) };
  if (named !== null && (await tx.existsBy(Payment, { ...other, gatewayTransactionId: named })))
    return doubtful;
  // What cannot be read keeps what an earlier answer said.
  return answer.state === 'UNKNOWN'
    ? { ...answer, gatewayTransactionId: named ?? gatewayTransactionId }
    : answer;
}
