import { rupiah } from '@minispod/contracts/rupiah';
import type { StoredPaymentMethod, TopUpInput, TopUpMethod } from '@minispod/contracts/wallet';
import { Order } from '@minispod/database/entities/order.entity';
import { Payment } from '@minispod/database/entities/payment.entity';
import { Transaction } from '@minispod/database/entities/transaction.entity';
import type { Wallet } from '@minispod/database/entities/wallet.entity';
import type { Tx } from '@minispod/database/transaction';
import { In } from 'typeorm';
import { paymentEnd } from '../checkout/rules/pay-by.js';
import { DomainError } from '../errors.js';
import { recordBirths } from '../history/transition.js';
import { newId } from '../id.js';
import { announce } from '../live/announce.js';
import { chooseGateway } from './choose-gateway.js';
import type { Gateways } from './gateways.js';
import { type BankAccount, transferAmount, transferInstructions } from './open-transfer.js';
import { routesOf } from './routes.js';
import { nextCheck } from './rules/decide.js';

const STORED_METHOD = {
  BANK_TRANSFER: 'MIDTRANS_BANK_TRANSFER',
  E_WALLET: 'MIDTRANS_E_WALLET',
  CREDIT_CARD: 'MIDTRANS_CREDIT_CARD',
  QRIS: 'MIDTRANS_QRIS',
  MANUAL_TRANSFER: 'MANUAL_TRANSFER',
} as const satisfies Record<TopUpMethod, StoredPaymentMethod>;

/** QR codes lapse in 15 minutes at the gateway; the other methods leave a day to get to a bank. */
const LIFETIME_MS = {
  BANK_TRANSFER: 24 * 3_600_000,
  E_WALLET: 3_600_000,
  CREDIT_CARD: 3_600_000,
  QRIS: 15 * 60_000,
  // Banks take a weekend.
  MANUAL_TRANSFER: 3 * 24 * 3_600_000,
} as const satisfies Record<TopUpMethod, number>;

/** Where money can come in. */
export interface Doors {
  gateways: Gateways;
  /** For transfers by hand; empty: not offered. */
  bankAccounts: readonly BankAccount[];
}

/** More than anybody needs; fewer than a script would like. */
export const MAXIMUM_OPEN = 10;

/** Longer than the gateway's time-out: until then a second request leaves the opening to the first. */
export function openingLease(now: Date): Date {
  return new Date(now.getTime() + 30_000);
}

/**
 * Stores a top-up before the gateway hears of it, so that nothing the gateway later says can be about the unknown. It is
 * UNCERTAIN until the gateway has answered; a transfer by hand, which nobody need be asked about, is PENDING at once.
 * CONFLICT when ten are open already; see `chooseGateway` for the rest. With `orderId` it pays that order at once.
 */
export async function openPayment(
  tx: Tx,
  { gateways, bankAccounts }: Doors,
  wallet: Wallet,
  input: Omit<TopUpInput, 'requestId'> & { orderId?: string },
  now: Date,
): Promise<{ paymentId: string }> {
  const { userId } = wallet;
  const open = await tx.count(Payment, {
    where: { userId, status: In(['PENDING', 'UNCERTAIN', 'IN_REVIEW']) },
  });
  if (open >= MAXIMUM_OPEN) {
    throw new DomainError('CONFLICT', `${open} top-ups are open: pay one of them or cancel it first`);
  }
  const id = newId();
  const isManual = input.paymentMethod === 'MANUAL_TRANSFER';
  if (isManual && (bankAccounts.length === 0 || (await routesOf(tx, 'MANUAL_TRANSFER')).length === 0))
    throw new DomainError('UNAVAILABLE', 'Transfers by hand are not offered: choose another way to pay');
  const gateway = isManual ? 'manual' : await chooseGateway(tx, gateways, input);
  const amount = isManual ? await transferAmount(tx, rupiah(input.amount), now) : rupiah(input.amount);
  const status = isManual ? 'PENDING' : 'UNCERTAIN';
  await tx.insert(Transaction, {
    id,
    userId,
    type: 'TOP_UP',
    status: 'PENDING',
    direction: 'IN',
    amount,
    balanceBefore: wallet.balance,
    balanceAfter: wallet.balance,
    paymentMethod: gateway === 'tripay' ? 'TRIPAY' : STORED_METHOD[input.paymentMethod],
    paymentReference: id,
    description: 'Top-up',
    metadata: {},
    createdAt: now,
    updatedAt: now,
  });
  const order = input.orderId ? await tx.findOneByOrFail(Order, { id: input.orderId }) : null;
  // Banks take a weekend over a transfer by hand: its money is waited for beyond its order.
  const deadline = isManual ? null : (order?.payBy ?? null);
  const expiresAt = paymentEnd(LIFETIME_MS[input.paymentMethod], deadline, now);
  await tx.insert(Payment, {
    id,
    userId,
    transactionId: id,
    gateway,
    method: input.paymentMethod,
    bank: input.bank ?? null,
    eWallet: input.wallet ?? null,
    amount,
    status,
    instructions: isManual ? transferInstructions(amount, bankAccounts) : null,
    orderId: input.orderId ?? null,
    returnTo: input.returnTo ?? null,
    openingUntil: isManual ? null : openingLease(now),
    expiresAt,
    nextCheckAt: isManual ? expiresAt : nextCheck({ status, expiresAt }, 0, now),
    checkCount: 0,
    createdAt: now,
    updatedAt: now,
  });
  await recordBirths(tx, { payment: { id, status } }, { actor: `user:${userId}` }, now);
  await announce(tx, { topic: 'wallet', userId, id });
  return { paymentId: id };
}
