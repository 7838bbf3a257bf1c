import { Payment } from '@minispod/database/entities/payment.entity';
import { PaymentReversal } from '@minispod/database/entities/payment-reversal.entity';
import { withTransaction } from '@minispod/database/transaction';
import { In, LessThanOrEqual, Not } from 'typeorm';
import { GatewayRejected } from '../ports/payment-gateway.js';
import { required } from '../rows.js';
import { eachAlone } from '../sweep/each-alone.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import type { PaymentDeps } from './converge-payment.js';
import { gatewayOf } from './gateways.js';
import { giveBack } from './give-back.js';
import { completeRefund, settleStatus } from './reverse.js';

/** The gateway is asked again after this long, should the job have been lost. */
export const REFUND_PATIENCE_MS = 60_000;

/** Refunds looked at in one pass. */
const BATCH = 100;

/**
 * Asks the gateway for a refund that was decided; repeatable, since the gateway knows it by our key. What it refuses goes
 * back into the wallet. Throws GatewayUnreachable when nobody can know: asked again later.
 */
export async function sendRefund(deps: PaymentDeps, reversalId: string, now: Date): Promise<void> {
  const { dataSource, gateways } = deps;
  const reversal = await dataSource.manager.findOneBy(PaymentReversal, {
    id: reversalId,
    status: 'REQUESTED',
  });
  if (!reversal) return;
  const payment = await dataSource.manager.findOneByOrFail(Payment, { id: reversal.paymentId });
  const gateway = gatewayOf(gateways, payment.gateway);
  const { amount, key, reason } = reversal;
  try {
    await gateway.refund({ ...payment, paymentId: payment.id }, { key, amount, reason: reason ?? '' });
  } catch (error) {
    if (!(error instanceof GatewayRejected)) {
      const nextTryAt = new Date(now.getTime() + REFUND_PATIENCE_MS);
      await dataSource.manager.update(
        PaymentReversal,
        { id: reversalId, status: 'REQUESTED' },
        { nextTryAt },
      );
      throw error;
    }
    await withTransaction(dataSource, async (tx) => {
      const wallet = await lockWallet(tx, payment.userId);
      await giveBack(tx, wallet, payment, reversal, error.message, now);
    });
    return;
  }
  await withTransaction(dataSource, async (tx) => {
    await lockWallet(tx, payment.userId);
    const current = required(await tx.findOneBy(PaymentReversal, { id: reversalId }));
    await completeRefund(tx, payment, current, { refundKey: key }, now);
    await settleStatus(tx, payment.id, now);
  });
}

/**
 * Asks about refunds that were decided and that nobody has heard the end of: their job may be lost. One that cannot be
 * settled keeps no other waiting. Returns how many were due.
 */
export async function sweepRefunds(deps: PaymentDeps, now: Date): Promise<number> {
  const due = await eachAlone(
    { dataSource: deps.dataSource, name: 'refunds', now },
    (resting) =>
      deps.dataSource.manager.find(PaymentReversal, {
        select: { id: true },
        where: { status: 'REQUESTED', nextTryAt: LessThanOrEqual(now), id: Not(In(resting)) },
        order: { nextTryAt: 'ASC' },
        take: BATCH,
      }),
    ({ id }) => sendRefund(deps, id, now),
    { subjectOf: ({ id }) => id },
  );
  return due.length;
}
