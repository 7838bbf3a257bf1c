import type { ApprovalView, MoneyActionKind } from '@minispod/contracts/approvals';
import { formatRupiah, type Rupiah, rupiah } from '@minispod/contracts/rupiah';
import { MoneyAction } from '@minispod/database/entities/money-action.entity';
import type { Tx } from '@minispod/database/transaction';
import { raiseAlert } from '../alert/raise.js';
import { recordAction } from '../audit-log/record.js';
import { DomainError } from '../errors.js';
import { newId } from '../id.js';
import { required } from '../rows.js';
import type { ApprovalSettings } from './approval-settings.js';
import { viewApprovals } from './list-approvals.js';

const HOUR_MS = 3_600_000;

export interface NewMoneyAction {
  /** Absent: a new one. */
  id?: string;
  kind: MoneyActionKind;
  requestedBy: string;
  /** Whose wallet it moves; the caller holds its lock. */
  userId: string;
  /** Signed rupiah: positive is given, negative taken out of the wallet. */
  amount: Rupiah;
  reason: string;
  /** The top-up's transaction or the difference that it is about. */
  subjectId: string | null;
  /** What the operation is called with after an approval. */
  input: object;
}

export type Outcome<T> = { done: T; waiting: null } | { done: null; waiting: ApprovalView };

/**
 * The one door for what administrators do with customers' money. FORBIDDEN on their own wallet. What is within their
 * limits is done at once; anything larger is written down for a second administrator, and no money moves. CONFLICT while
 * the same thing is already waiting.
 */
export async function actOrAsk<T>(
  tx: Tx,
  approvals: ApprovalSettings,
  action: NewMoneyAction,
  now: Date,
  act: () => Promise<T>,
): Promise<Outcome<T>> {
  refuseOwnWallet(action);
  await refuseWhileWaiting(tx, action);
  if (await isWithinLimits(tx, approvals, action, now)) {
    const done = await act();
    await tx.insert(MoneyAction, { ...rowOf(action, now), status: 'DONE' });
    return { done, waiting: null };
  }
  return { done: null, waiting: await ask(tx, approvals, action, now) };
}

function refuseOwnWallet({ requestedBy, userId }: NewMoneyAction): void {
  if (requestedBy !== userId) return;
  throw new DomainError(
    'FORBIDDEN',
    'This is your own wallet: another administrator has to do it. Nothing has been moved',
    { wallet: 'own' },
  );
}

async function refuseWhileWaiting(tx: Tx, { kind, subjectId }: NewMoneyAction): Promise<void> {
  const waiting =
    subjectId === null ? null : await tx.findOneBy(MoneyAction, { kind, subjectId, status: 'PENDING' });
  if (!waiting) return;
  throw new DomainError(
    'CONFLICT',
    'A second administrator has been asked already: decide that request first',
    {
      approvalId: waiting.id,
    },
  );
}

/** Locks the administrator's row, so that two actions at once cannot both be the last one within the day's sum. */
async function isWithinLimits(
  tx: Tx,
  { perAction, perDay }: ApprovalSettings,
  { requestedBy, amount }: NewMoneyAction,
  now: Date,
): Promise<boolean> {
  await tx.query('SELECT FROM users WHERE id = $1 FOR NO KEY UPDATE', [requestedBy]);
  const [{ moved }] = await tx.query(
    `SELECT coalesce(sum(abs(amount)), 0)::bigint AS moved FROM money_actions
      WHERE requested_by = $1 AND status = 'DONE' AND decided_by IS NULL AND created_at > $2`,
    [requestedBy, new Date(now.getTime() - 24 * HOUR_MS)],
  );
  return Math.abs(amount) <= perAction && moved + Math.abs(amount) <= perDay;
}

async function ask(
  tx: Tx,
  { hours }: ApprovalSettings,
  action: NewMoneyAction,
  now: Date,
): Promise<ApprovalView> {
  const row = rowOf(action, now);
  const expiresAt = new Date(now.getTime() + hours * HOUR_MS);
  await tx.insert(MoneyAction, { ...row, status: 'PENDING', input: action.input, expiresAt });
  const { id, kind, requestedBy, userId, amount, reason, subjectId } = row;
  const details = { kind, userId, amount, reason, subjectId, expiresAt: expiresAt.toISOString() };
  const subject = { subject: 'approval', subjectId: id } as const;
  await recordAction(tx, { actorId: requestedBy, action: 'approval.request', ...subject, details }, now);
  const message = `${formatRupiah(rupiah(Math.abs(amount)))} waits for a second administrator until ${expiresAt.toISOString()}`;
  await raiseAlert(tx, { kind: 'APPROVAL_WAITS', subject: id, message, details }, now);
  const [view] = await viewApprovals(tx, [await tx.findOneByOrFail(MoneyAction, { id })]);
  return required(view);
}

function rowOf({ id = newId(), input: _, ...action }: NewMoneyAction, now: Date) {
  return { id, ...action, createdAt: now };
}
