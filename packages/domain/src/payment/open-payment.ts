import { rupiah } from '@minispod/contracts/rupiah';
import type { StoredPaymentMethod, TopUpInput, TopUpMethod } from '@minispod/contracts/wallet';
import { Payment } from '@minispod/database/entities/payment.entity';
import { Transaction } from '@minispod/database/entities/transaction.entity';
import type { Wallet } from '@minispod/database/entities/wallet.entity';
import type { Tx } from '@minispod/database/transaction';
import { DomainError } from '../errors.js';
import { recordBirths } from '../history/transition.js';
import { newId } from '../id.js';
import { announce } from '../live/announce.js';
import { nextCheck } from './rules/decide.js';

const STORED_METHOD = {
  BANK_TRANSFER: 'MIDTRANS_BANK_TRANSFER',
  E_WALLET: 'MIDTRANS_E_WALLET',
  CREDIT_CARD: 'MIDTRANS_CREDIT_CARD',
  QRIS: 'MIDTRANS_QRIS',
} as const satisfies Record<TopUpMethod, StoredPaymentMethod>;

/** QR codes lapse in 15 minutes at the gateway; the other methods leave a day to get to a bank. */
const LIFETIME_MS = {
  BANK_TRANSFER: 24 * 3_600_000,
  E_WALLET: 3_600_000,
  CREDIT_CARD: 3_600_000,
  QRIS: 15 * 60_000,
} as const satisfies Record<TopUpMethod, number>;

/** More than anybody needs; fewer than a script would like. */
const MAXIMUM_OPEN = 10;

/** Longer than the gateway's time-out: until then a second request leaves the opening to the first. */
export function openingLease(now: Date): Date {
  return new Date(now.getTime() + 30_000);
}

/**
 * Stores a top-up before the gateway hears of it, so that nothing the gateway later says can be about the unknown. It is
 * UNCERTAIN until the gateway has answered. CONFLICT when ten are open already.
 */
export async function openPayment(
  tx: Tx,
  wallet: Wallet,
  input: Omit<TopUpInput, 'requestId'>,
  now: Date,
): Promise<{ paymentId: string }> {
  const { userId } = wallet;
  const open = await tx.count(Payment, {
    where: [
      { userId, status: 'PENDING' },
      { userId, status: 'UNCERTAIN' },
    ],
  });
  if (open >= MAXIMUM_OPEN) {
    throw new DomainError('CONFLICT', `${open} top-ups are open: pay one of them or let it lapse first`);
  }
  const id = newId();
  const amount = rupiah(input.amount);
  await tx.insert(Transaction, {
    id,
    userId,
    type: 'TOP_UP',
    status: 'PENDING',
    direction: 'IN',
    amount,
    balanceBefore: wallet.balance,
    balanceAfter: wallet.balance,
    paymentMethod: STORED_METHOD[input.paymentMethod],
    paymentReference: id,
    description: 'Top-up',
    metadata: {},
    createdAt: now,
    updatedAt: now,
  });
  const expiresAt = new Date(now.getTime() + LIFETIME_MS[input.paymentMethod]);
  await tx.insert(Payment, {
    id,
    userId,
    transactionId: id,
    gateway: 'midtrans',
    method: input.paymentMethod,
    bank: input.bank ?? null,
    eWallet: input.wallet ?? null,
    amount,
    status: 'UNCERTAIN',
    returnTo: input.returnTo ?? null,
    openingUntil: openingLease(now),
    expiresAt,
    nextCheckAt: nextCheck({ status: 'UNCERTAIN', expiresAt }, 0, now),
    checkCount: 0,
    createdAt: now,
    updatedAt: now,
  });
  await recordBirths(tx, { payment: { id, status: 'UNCERTAIN' } }, { actor: `user:${userId}` }, now);
  await announce(tx, { topic: 'wallet', userId, id });
  return { paymentId: id };
}
