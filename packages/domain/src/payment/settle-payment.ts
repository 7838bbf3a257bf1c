import { rupiah } from '@minispod/contracts/rupiah';
import { Payment } from '@minispod/database/entities/payment.entity';
import { Transaction } from '@minispod/database/entities/transaction.entity';
import { Wallet } from '@minispod/database/entities/wallet.entity';
import type { Tx } from '@minispod/database/transaction';
import { settleOrder } from '../checkout/settle-order.js';
import { type Actor, transition } from '../history/transition.js';
import { CLEARING, walletAccount } from '../ledger/accounts.js';
import { post } from '../ledger/post.js';
import { announce } from '../live/announce.js';
import { notify } from '../notification/notify.js';
import type { GatewayStatus } from '../ports/payment-gateway.js';
import { required } from '../rows.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { endUnpaid } from './end-unpaid.js';
import { followUpClaims } from './follow-up-claims.js';
import { holdForDecision } from './hold-for-decision.js';
import { reversePayment } from './reverse.js';
import { type Decision, isCredited, isOpen, nextCheck } from './rules/decide.js';
import { decideAnswer } from './rules/decide-answer.js';
import { trustedAnswer } from './trusted-answer.js';

/**
 * Brings a top-up in line with what the gateway says of it; safe any number of times, from notification, sweep, return
 * page and button at once: the wallet's lock puts them in a row and the second finds nothing left to do. The customer is
 * credited our own amount, never the gateway's, and nothing where that is less. Returns what was done; `ask-again` when
 * another process has settled it since the gateway was asked (`checkCount` was then `seen`) and the answer would still move
 * something: it may be the older one.
 */
export async function settlePayment(
  tx: Tx,
  paymentId: string,
  said: GatewayStatus,
  now: Date,
  seen?: number,
): Promise<Decision['do'] | 'ask-again'> {
  const { userId } = await tx.findOneByOrFail(Payment, { id: paymentId });
  const wallet = await lockWallet(tx, userId);
  const payment = await tx.findOneByOrFail(Payment, { id: paymentId });
  const gateway = await trustedAnswer(tx, payment, said);
  const decision = decideAnswer(payment, gateway, now);
  if (seen !== undefined && seen !== payment.checkCount && movesMoneyOrEnds(decision)) return 'ask-again';
  await carryOut(tx, decision, wallet, payment, gateway, now);

  const current = required(await tx.findOneBy(Payment, { id: paymentId }));
  await tx.update(
    Payment,
    { id: paymentId },
    {
      gatewayStatus: gateway.rawStatus,
      gatewayTransactionId: gateway.gatewayTransactionId,
      gatewayPaymentType: gateway.paymentType,
      checkCount: payment.checkCount + 1,
      nextCheckAt: nextCheck(current, payment.checkCount + 1, now),
      flag: flagAfter(current, decision, gateway),
    },
  );
  await followUpClaims(tx, paymentId, gateway.state, now);
  return decision.do;
}

/** Ended by our clock while the gateway left open what became of it: flagged until it says so, or an administrator does. */
function flagAfter(
  { flag, status }: Pick<Payment, 'flag' | 'status'>,
  decision: Decision,
  { state }: GatewayStatus,
): Payment['flag'] {
  const isOpenQuestion = state === 'UNKNOWN' || state === 'CHALLENGE';
  if (isCredited(status)) return flag === 'UNRESOLVED' ? null : flag;
  if (decision.do === 'fail') return isOpenQuestion ? 'UNRESOLVED' : null;
  return flag === 'UNRESOLVED' && !isOpenQuestion ? null : flag;
}

function movesMoneyOrEnds(decision: Decision): boolean {
  return decision.do !== 'wait' && decision.do !== 'challenge';
}

async function carryOut(
  tx: Tx,
  decision: Decision,
  wallet: Wallet,
  payment: Payment,
  gateway: GatewayStatus,
  now: Date,
): Promise<void> {
  switch (decision.do) {
    case 'credit':
      return credit(tx, wallet, payment, gateway.raw, { actor: 'gateway' }, now);
    case 'credit-and-reverse':
      await credit(tx, wallet, payment, gateway.raw, { actor: 'gateway' }, now);
      return reversePayment(tx, payment.id, gateway, now);
    case 'reverse':
      return reversePayment(tx, payment.id, gateway, now);
    case 'fail':
      return endUnpaid(tx, payment, decision, { actor: 'gateway', reason: decision.failure }, now);
    case 'challenge':
      if (payment.challengedAt !== null) return;
      await tx.update(Payment, { id: payment.id }, { challengedAt: now });
      return announce(tx, { topic: 'wallet', userId: payment.userId, id: payment.transactionId });
    case 'hold':
      return holdForDecision(tx, payment, gateway.raw, now);
    case 'wait':
  }
}

/**
 * Credits our amount, of which a debt is paid first, and then pays the order it was meant for, if any. `wallet` is locked
 * and as it was before; `payment` is not credited.
 */
export async function credit(
  tx: Tx,
  wallet: Wallet,
  payment: Payment,
  evidence: object,
  { actor }: { actor: Actor },
  now: Date,
): Promise<void> {
  const { id, userId, amount, transactionId } = payment;
  // The evidence goes in first: the database refuses a PAID payment without it.
  await tx.update(Payment, { id }, { evidence, paidAt: now, failure: null, challengedAt: null });
  // Paid after we had given it up: credited all the same, and marked for the operator.
  const flag = isOpen(payment.status) ? null : 'PAID_AFTER_END';
  const cause = { actor, reason: flag };
  const moved = await transition(tx, 'payment', id, [payment.status, 'PAID'], cause, now, { flag });
  if (!moved) throw new Error(`payment ${id} moved under the wallet's lock`);
  await post(
    tx,
    {
      key: `topup:${id}`,
      description: 'Top-up',
      transactionId,
      legs: [
        { account: CLEARING[payment.gateway], amount: rupiah(-amount) },
        { account: walletAccount(userId), amount },
      ],
    },
    now,
  );
  await tx.increment(Wallet, { userId }, 'totalTopUp', amount);
  const balance = rupiah(wallet.balance + amount);
  await tx.update(
    Transaction,
    { id: transactionId },
    {
      status: 'COMPLETED',
      balanceBefore: wallet.balance,
      balanceAfter: balance,
      completedAt: now,
      updatedAt: now,
    },
  );
  const after = await tx.findOneByOrFail(Wallet, { userId });
  const { balance: left, begun } = await settleOrder(tx, after, payment, actor, now);
  const data = {
    amount,
    balance: left,
    debtPaid: wallet.receivable - after.receivable,
    transactionId,
    ...(begun && { serviceName: begun.serviceName }),
  };
  const link = begun ? `/subscriptions/${begun.subscriptionId}` : (payment.returnTo ?? '/wallet');
  const dedupeKey = `TOP_UP_RECEIVED:${id}`;
  await notify(tx, { userId, kind: 'TOP_UP_RECEIVED', dedupeKey, data, link }, now);
  await announce(tx, { topic: 'wallet', userId, id: transactionId });
}
