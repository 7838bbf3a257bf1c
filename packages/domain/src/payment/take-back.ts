import { type Rupiah, rupiah } from '@minispod/contracts/rupiah';
import { Payment } from '@minispod/database/entities/payment.entity';
import { PaymentReversal } from '@minispod/database/entities/payment-reversal.entity';
import { Wallet } from '@minispod/database/entities/wallet.entity';
import type { Tx } from '@minispod/database/transaction';
import { newId } from '../id.js';
import { CLEARING, walletAccount } from '../ledger/accounts.js';
import { post } from '../ledger/post.js';
import { announce } from '../live/announce.js';
import { notify } from '../notification/notify.js';
import type { GatewayReversal, GatewayStatus } from '../ports/payment-gateway.js';
import { owe, receivableAccount } from './debt.js';
import { recordReversal } from './record-reversal.js';

export const REVERSAL_WORDS = {
  REFUND: 'Refunded to where it came from',
  CHARGEBACK: 'Taken back by the card issuer',
  DENIAL: 'Taken back by the bank',
} as const;

interface TakenBack {
  amount: Rupiah;
  /** The part that had been given back before: it has left the house twice. */
  excess: Rupiah;
}

/**
 * Books what a gateway or a bank took: out of the wallet what is there, and the customer owes the rest. `known` is a
 * refund that we had given up and that was done after all. The wallet of the payment's owner is locked.
 */
export async function takeBack(
  tx: Tx,
  payment: Payment,
  known: PaymentReversal | null,
  reversal: GatewayReversal,
  gateway: Pick<GatewayStatus, 'raw' | 'rawStatus'>,
  now: Date,
): Promise<void> {
  const { id: paymentId, userId } = payment;
  const { amount, excess } = await measure(tx, payment, reversal, gateway);
  if (amount === 0) return;
  const { kind, key } = reversal;
  const id = known?.id ?? newId();
  const moved = await move(tx, payment, { id, kind, amount }, now);
  const booked = {
    ...moved,
    amount,
    excess,
    status: 'DONE',
    evidence: gateway.raw,
    doneAt: now,
    problem: null,
  } as const;
  if (known) await tx.update(PaymentReversal, { id }, booked);
  else
    await tx.insert(PaymentReversal, {
      id,
      paymentId,
      kind,
      key,
      channel: 'NONE',
      createdAt: now,
      ...booked,
    });
  await tx.increment(Payment, { id: paymentId }, 'reversedAmount', amount - excess);
  const { taken, owed } = moved;
  await notify(
    tx,
    {
      userId,
      kind: 'TOP_UP_REVERSED',
      dedupeKey: `TOP_UP_REVERSED:${id}`,
      data: { amount, taken, owed, ...(excess > 0 && { excess }), reversal: kind },
      link: '/wallet',
    },
    now,
  );
  await announce(tx, { topic: 'wallet', userId, id: payment.transactionId });
}

/**
 * How much of it is to be booked. The gateway cannot have taken more than it had; what we sent back by a bank transfer it
 * still had. A flag calls an administrator when it says more than that, or took what had been given back.
 */
async function measure(
  tx: Tx,
  payment: Payment,
  { kind, amount: told, isTotal }: GatewayReversal,
  { rawStatus }: Pick<GatewayStatus, 'rawStatus'>,
): Promise<TakenBack> {
  const { id } = payment;
  const booked = (await tx.findBy(PaymentReversal, { paymentId: id })).filter(
    ({ status, channel }) => status !== 'FAILED' && channel !== 'BANK_ACCOUNT',
  );
  const sum = (of: PaymentReversal[]) => of.reduce((total, { amount }) => total + amount, 0);
  const atGateway = payment.amount - sum(booked);
  const ofKind = sum(booked.filter((each) => each.kind === kind && each.status === 'DONE'));
  const said = told === null || !isTotal ? told : told - ofKind;
  const amount = rupiah(Math.max(0, Math.min(said ?? atGateway, atGateway)));
  const excess = rupiah(Math.max(0, amount - (payment.amount - payment.reversedAmount)));
  // All of it had gone back through the gateway, and now an issuer takes it once more; said again, it is no news.
  const isAgain =
    kind === 'CHARGEBACK' && atGateway === 0 && ofKind === 0 && rawStatus !== payment.gatewayStatus;
  if (excess > 0 || isAgain) await tx.update(Payment, { id }, { flag: 'PAID_OUT_TWICE' });
  else if (said !== null && said > atGateway) await tx.update(Payment, { id }, { flag: 'AMOUNT_DIFFERS' });
  return { amount, excess };
}

async function move(
  tx: Tx,
  payment: Payment,
  { id, kind, amount }: { id: string; kind: GatewayReversal['kind']; amount: Rupiah },
  now: Date,
): Promise<{ taken: Rupiah; owed: Rupiah; transactionId: string | null }> {
  const { userId } = payment;
  const wallet = await tx.findOneByOrFail(Wallet, { userId });
  const taken = rupiah(Math.min(wallet.balance, amount));
  const owed = rupiah(amount - taken);
  const transactionId = taken > 0 ? await recordReversal(tx, wallet, payment, taken, 'COMPLETED', now) : null;
  const legs = [
    { account: CLEARING[payment.gateway], amount },
    { account: walletAccount(userId), amount: rupiah(-taken) },
  ];
  if (owed > 0) legs.push({ account: await receivableAccount(tx, wallet), amount: rupiah(-owed) });
  await post(
    tx,
    {
      key: `reversal:${id}`,
      description: REVERSAL_WORDS[kind],
      ...(transactionId && { transactionId }),
      legs: legs.filter((leg) => leg.amount !== 0),
    },
    now,
  );
  if (owed > 0) await owe(tx, userId, owed);
  return { taken, owed, transactionId };
}
