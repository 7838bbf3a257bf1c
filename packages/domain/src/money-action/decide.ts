import type { AdjustCreditInput } from '@minispod/contracts/administration';
import type { ApprovalView } from '@minispod/contracts/approvals';
import type { ResolveDifferenceInput } from '@minispod/contracts/payments';
import { MoneyAction } from '@minispod/database/entities/money-action.entity';
import type { Wallet } from '@minispod/database/entities/wallet.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { closeAlert } from '../alert/close.js';
import { recordAction } from '../audit-log/record.js';
import { DomainError, notFound } from '../errors.js';
import { announce } from '../live/announce.js';
import { creditDecided } from '../payment/decide-payment.js';
import { type RefundDeps, type RefundOrder, refundLocked } from '../payment/refund.js';
import { approveLocked } from '../payment/review-transfer.js';
import { resolveLocked } from '../reconciliation/resolve.js';
import { required } from '../rows.js';
import { adjustLocked } from '../wallet/adjust.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { viewApprovals } from './list-approvals.js';

/**
 * A second administrator approves: what was asked for is done now, by the rules of now, in this commit. When it cannot be
 * done any more, that error is thrown and the request goes on waiting. FORBIDDEN for who asked and for whose wallet it
 * is; CONFLICT once it is decided or its time is over.
 */
export async function approve(
  deps: RefundDeps,
  administratorId: string,
  id: string,
  now: Date,
): Promise<ApprovalView> {
  return withTransaction(deps.dataSource, async (tx) => {
    const { action, wallet } = await lockPending(tx, id, now);
    const { requestedBy, userId } = action;
    if (administratorId === requestedBy || administratorId === userId) {
      throw new DomainError(
        'FORBIDDEN',
        administratorId === userId
          ? 'This is your own wallet: another administrator has to decide. Nothing has been moved'
          : 'You asked for it yourself: another administrator has to decide. Nothing has been moved',
        { approvers: 'another' },
      );
    }
    await carryOut(tx, deps, action, wallet, now);
    return close(tx, action, { status: 'DONE', decidedBy: administratorId, reason: null }, now);
  });
}

/** It is not to be done, with a reason; also by who asked for it and thought better of it. */
export async function refuse(
  dataSource: DataSource,
  administratorId: string,
  { id, reason }: { id: string; reason: string },
  now: Date,
): Promise<ApprovalView> {
  return withTransaction(dataSource, async (tx) => {
    const { action } = await lockPending(tx, id, now);
    return close(tx, action, { status: 'REFUSED', decidedBy: administratorId, reason }, now);
  });
}

/** The wallet first, as the lock order wants it; the request is read under its lock, so that it is decided once. */
async function lockPending(
  tx: Tx,
  id: string,
  now: Date,
): Promise<{ action: MoneyAction & { input: object }; wallet: Wallet }> {
  const found = await tx.findOneBy(MoneyAction, { id });
  if (!found?.expiresAt) throw notFound('Request');
  const wallet = await lockWallet(tx, found.userId);
  const action = await tx.findOneByOrFail(MoneyAction, { id });
  const { status, input, expiresAt } = action;
  if (status !== 'PENDING' || input === null)
    throw new DomainError('CONFLICT', 'This request has been decided already', { status });
  if (now >= required(expiresAt))
    throw new DomainError('CONFLICT', 'The time for this request is over: ask anew', { status: 'EXPIRED' });
  return { action: { ...action, input }, wallet };
}

async function carryOut(
  tx: Tx,
  deps: RefundDeps,
  { id, kind, requestedBy, input }: MoneyAction & { input: object },
  wallet: Wallet,
  now: Date,
): Promise<void> {
  switch (kind) {
    case 'ADJUST':
      await adjustLocked(tx, wallet, requestedBy, input as AdjustCreditInput, now);
      return;
    case 'APPROVE_TRANSFER':
      return approveLocked(
        tx,
        wallet,
        requestedBy,
        input as { paymentId: string; reason: string | null },
        now,
      );
    case 'CREDIT_PAYMENT':
      return creditDecided(tx, wallet, requestedBy, input as { paymentId: string; reason: string }, now);
    case 'REFUND':
      return refundLocked(tx, deps, wallet, requestedBy, { ...(input as RefundOrder), id }, now);
    case 'RESOLVE_DIFFERENCE':
      return resolveLocked(tx, wallet, requestedBy, input as ResolveDifferenceInput, now);
  }
}

async function close(
  tx: Tx,
  { id, kind, requestedBy, userId, amount, subjectId }: MoneyAction,
  { status, decidedBy, reason }: { status: 'DONE' | 'REFUSED'; decidedBy: string; reason: string | null },
  now: Date,
): Promise<ApprovalView> {
  await tx.update(
    MoneyAction,
    { id, status: 'PENDING' },
    { status, input: null, decidedBy, decidedAt: now, decisionReason: reason },
  );
  const details = { kind, requestedBy, userId, amount, subjectId, ...(reason !== null && { reason }) };
  const action = status === 'DONE' ? 'approval.approve' : 'approval.refuse';
  await recordAction(tx, { actorId: decidedBy, action, subject: 'approval', subjectId: id, details }, now);
  await closeAlert(tx, { kind: 'APPROVAL_WAITS', subject: id }, now);
  await announce(tx, { topic: 'wallet', userId, id: userId });
  const [view] = await viewApprovals(tx, [await tx.findOneByOrFail(MoneyAction, { id })]);
  return required(view);
}
