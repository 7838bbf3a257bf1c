import { rupiah } from '@minispod/contracts/rupiah';
import { Payment } from '@minispod/database/entities/payment.entity';
import { PaymentReversal } from '@minispod/database/entities/payment-reversal.entity';
import { Transaction } from '@minispod/database/entities/transaction.entity';
import { Wallet } from '@minispod/database/entities/wallet.entity';
import type { Tx } from '@minispod/database/transaction';
import { transition } from '../history/transition.js';
import { ACCOUNTS, CLEARING } from '../ledger/accounts.js';
import { post } from '../ledger/post.js';
import { announce } from '../live/announce.js';
import { notify } from '../notification/notify.js';
import type { GatewayReversal, GatewayStatus } from '../ports/payment-gateway.js';
import { required } from '../rows.js';
import { giveBack } from './give-back.js';
import { REVERSAL_WORDS, takeBack } from './take-back.js';

/**
 * Books everything the gateway says went back and that is not booked yet. A refund that we asked for is completed; all
 * else takes from the wallet what is there, and the customer owes the rest. Never below zero, each key once, and never
 * more than the gateway had: but also what we have given back already by a bank transfer, because then it was paid out
 * twice. `payment` is credited; its owner's wallet is locked.
 */
export async function reversePayment(
  tx: Tx,
  paymentId: string,
  gateway: Pick<GatewayStatus, 'state' | 'rawStatus' | 'reversals' | 'raw'>,
  now: Date,
): Promise<void> {
  const reversals = told(gateway);
  // It says that money went back and not how much: somebody has to look.
  if (reversals.length === 0) await tx.update(Payment, { id: paymentId }, { flag: 'REVERSED_UNSEEN' });
  for (const reversal of reversals) {
    if (reversal.amount === null) await settleRequested(tx, paymentId, reversal, gateway.raw, now);
    const payment = await tx.findOneByOrFail(Payment, { id: paymentId });
    const known = await tx.findOneBy(PaymentReversal, { paymentId, key: reversal.key });
    if (known?.status === 'DONE') continue;
    if (known?.status === 'REQUESTED') await completeRefund(tx, payment, known, gateway.raw, now);
    else await takeBack(tx, payment, known, reversal, gateway, now);
  }
  await settleStatus(tx, paymentId, now);
}

/**
 * All of it went back, and refunds of ours were on their way: they were this refund, or a chargeback has overtaken them and
 * takes what they had set aside.
 */
async function settleRequested(
  tx: Tx,
  paymentId: string,
  { kind }: GatewayReversal,
  evidence: object,
  now: Date,
): Promise<void> {
  for (const requested of await tx.findBy(PaymentReversal, { paymentId, status: 'REQUESTED' })) {
    const payment = await tx.findOneByOrFail(Payment, { id: paymentId });
    if (kind === 'REFUND') {
      await completeRefund(tx, payment, requested, evidence, now);
      continue;
    }
    const wallet = await tx.findOneByOrFail(Wallet, { userId: payment.userId });
    await giveBack(tx, wallet, payment, requested, 'Overtaken: the money was taken back', now);
  }
}

/** A gateway that names no amounts took everything. */
function told({ state, reversals }: Pick<GatewayStatus, 'state' | 'reversals'>): GatewayReversal[] {
  if (reversals.length > 0) return reversals;
  switch (state) {
    case 'REFUNDED':
      return [{ kind: 'REFUND', key: 'whole-refund', amount: null }];
    case 'CHARGEBACK':
      return [{ kind: 'CHARGEBACK', key: 'whole-chargeback', amount: null }];
    case 'DENIED':
    case 'CANCELLED':
      return [{ kind: 'DENIAL', key: 'denial', amount: null }];
    default:
      return [];
  }
}

/** The gateway did what we had asked for: the money is out of the house. */
export async function completeRefund(
  tx: Tx,
  payment: Payment,
  reversal: PaymentReversal,
  evidence: object,
  now: Date,
): Promise<void> {
  const { id, amount } = reversal;
  const { affected } = await tx.update(
    PaymentReversal,
    { id, status: 'REQUESTED' },
    { status: 'DONE', doneAt: now, evidence, nextTryAt: null, problem: null },
  );
  if (!affected) return;
  const transactionId = required(reversal.transactionId);
  await post(
    tx,
    {
      key: `refunded:${id}`,
      description: REVERSAL_WORDS.REFUND,
      transactionId,
      legs: [
        { account: ACCOUNTS.refunds, amount: rupiah(-amount) },
        { account: CLEARING[payment.gateway], amount },
      ],
    },
    now,
  );
  await tx.update(
    Transaction,
    { id: transactionId },
    { status: 'COMPLETED', completedAt: now, updatedAt: now },
  );
  const { userId } = payment;
  await notify(
    tx,
    {
      userId,
      kind: 'REFUND_SENT',
      dedupeKey: `REFUND_SENT:${id}`,
      data: { amount, channel: 'SOURCE', reason: reversal.reason ?? '' },
      link: '/wallet',
    },
    now,
  );
  await announce(tx, { topic: 'wallet', userId, id: payment.transactionId });
}

/** The status follows from what is done: a part or the whole. What is only asked for does not count yet. */
export async function settleStatus(tx: Tx, paymentId: string, now: Date): Promise<void> {
  const payment = await tx.findOneByOrFail(Payment, { id: paymentId });
  const done = await tx.findBy(PaymentReversal, { paymentId, status: 'DONE' });
  const total = done.reduce((sum, { amount, excess }) => sum + amount - excess, 0);
  const to = total === payment.amount ? 'REVERSED' : total > 0 ? 'PARTIALLY_REVERSED' : 'PAID';
  if (to === 'PAID' || to === payment.status) return;
  const cause = { actor: 'gateway', reason: done.at(-1)?.kind ?? null } as const;
  await transition(tx, 'payment', paymentId, [payment.status, to], cause, now);
  if (to === 'REVERSED') {
    await tx.update(Transaction, { id: payment.transactionId }, { status: 'REFUNDED', updatedAt: now });
  }
}
