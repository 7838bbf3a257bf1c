import type { DifferenceView, ResolveDifferenceInput } from '@minispod/contracts/payments';
import { type Rupiah, rupiah } from '@minispod/contracts/rupiah';
import { Payment } from '@minispod/database/entities/payment.entity';
import { ReconciliationDifference } from '@minispod/database/entities/reconciliation-difference.entity';
import { SettlementImport } from '@minispod/database/entities/settlement-import.entity';
import { SettlementLine } from '@minispod/database/entities/settlement-line.entity';
import type { Wallet } from '@minispod/database/entities/wallet.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { recordAction } from '../audit-log/record.js';
import { DomainError, notFound } from '../errors.js';
import { once } from '../idempotency/once.js';
import { ACCOUNTS, CLEARING } from '../ledger/accounts.js';
import { type Leg, post } from '../ledger/post.js';
import { actOrAsk } from '../money-action/act-or-ask.js';
import { DEFAULT_APPROVALS } from '../money-action/approval-settings.js';
import { credit } from '../payment/settle-payment.js';
import { required } from '../rows.js';
import { adjustWallet } from '../wallet/adjust.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { readDifference } from './list-differences.js';
import { BEARER } from './pass.js';
import { lockGateway, reconcile } from './reconcile.js';
import { choicesFor } from './rules/choices.js';

interface Resolving {
  difference: ReconciliationDifference;
  line: SettlementLine | null;
  payment: Payment | null;
  gateway: SettlementImport['gateway'];
  administratorId: string;
  reason: string;
}

/**
 * An administrator says what a difference was, and the books follow in the same commit: everything but LATER takes it out
 * of the gateway's clearing account. Credit above the limits is put before a second administrator first. CONFLICT when
 * somebody was faster, or when that cannot be done about it.
 */
export async function resolveDifference(
  dataSource: DataSource,
  administratorId: string,
  { requestId, ...input }: ResolveDifferenceInput,
  now: Date,
  approvals = DEFAULT_APPROVALS,
): Promise<DifferenceView> {
  const found = await dataSource.manager.findOneBy(ReconciliationDifference, { id: input.id });
  if (!found) throw notFound('Difference');
  return withTransaction(dataSource, async (tx) => {
    const payment = found.paymentId === null ? null : await tx.findOneBy(Payment, { id: found.paymentId });
    const wallet = payment && input.resolution === 'CREDIT' ? await lockWallet(tx, payment.userId) : null;
    await lockGatewayOf(tx, found);
    const request = { userId: administratorId, key: requestId, operation: 'resolve-difference', input };
    return once(tx, request, now, async () => {
      const act = () => resolveLocked(tx, wallet, administratorId, input, now);
      if (wallet === null) await act();
      else {
        const difference = await tx.findOneByOrFail(ReconciliationDifference, { id: input.id });
        const action = {
          kind: 'RESOLVE_DIFFERENCE',
          requestedBy: administratorId,
          userId: wallet.userId,
          amount: creditOf(difference, required(payment)),
          reason: input.reason,
          subjectId: input.id,
          input,
        } as const;
        refuseUnlessOpen(await loadResolving(tx, input, administratorId), input.resolution);
        await actOrAsk(tx, approvals, action, now, act);
      }
      return readDifference(tx, input.id);
    });
  });
}

/** Resolves it, at once or after its approval. The wallet that is to be credited is locked. */
export async function resolveLocked(
  tx: Tx,
  wallet: Wallet | null,
  administratorId: string,
  input: Omit<ResolveDifferenceInput, 'requestId'>,
  now: Date,
): Promise<void> {
  await lockGatewayOf(tx, await tx.findOneByOrFail(ReconciliationDifference, { id: input.id }));
  const resolving = await loadResolving(tx, input, administratorId);
  refuseUnlessOpen(resolving, input.resolution);
  const booked = await book(tx, resolving, input.resolution, wallet, now);
  await close(tx, resolving, input.resolution, booked, now);
}

async function lockGatewayOf(
  tx: Tx,
  { importId }: Pick<ReconciliationDifference, 'importId'>,
): Promise<void> {
  await lockGateway(tx, (await tx.findOneByOrFail(SettlementImport, { id: importId })).gateway);
}

async function loadResolving(
  tx: Tx,
  { id, reason }: Pick<ResolveDifferenceInput, 'id' | 'reason'>,
  administratorId: string,
): Promise<Resolving> {
  const difference = await tx.findOneByOrFail(ReconciliationDifference, { id });
  const { importId, line, paymentId } = difference;
  return {
    difference,
    line: line === null ? null : await tx.findOneByOrFail(SettlementLine, { importId, line }),
    payment: paymentId === null ? null : await tx.findOneByOrFail(Payment, { id: paymentId }),
    gateway: (await tx.findOneByOrFail(SettlementImport, { id: importId })).gateway,
    administratorId,
    reason,
  };
}

/** Rupiah that CREDIT gives the customer. */
function creditOf({ kind, ours, theirs }: ReconciliationDifference, payment: Payment): Rupiah {
  return kind === 'NOT_CREDITED' ? payment.amount : rupiah((theirs ?? 0) - (ours ?? 0));
}

function refuseUnlessOpen(
  { difference, line }: Resolving,
  resolution: ResolveDifferenceInput['resolution'],
): void {
  if (difference.status !== 'OPEN')
    throw new DomainError('CONFLICT', 'Somebody has resolved it already', {
      resolution: difference.resolution,
      reason: difference.reason,
    });
  const choices = choicesFor({ ...difference, isPayment: line?.kind === 'PAYMENT' });
  if (!choices.includes(resolution))
    throw new DomainError('CONFLICT', 'That cannot be done about this difference', { choices });
}

/** Rupiah that went to the clearing account. */
async function book(
  tx: Tx,
  resolving: Resolving,
  resolution: ResolveDifferenceInput['resolution'],
  wallet: Wallet | null,
  now: Date,
): Promise<Rupiah> {
  const { difference, gateway, administratorId, reason } = resolving;
  const amount = rupiah((difference.ours ?? 0) - (difference.theirs ?? 0));
  const key = `resolve:${difference.id}`;
  switch (resolution) {
    case 'LATER':
      return rupiah(0);
    case 'CREDIT':
      if (difference.kind === 'NOT_CREDITED') return creditPayment(tx, resolving, required(wallet), now);
      await adjustWallet(
        tx,
        required(wallet),
        administratorId,
        { amount: rupiah(-amount), reason, from: { account: CLEARING[gateway], key } },
        now,
      );
      return amount;
    default:
      await post(
        tx,
        {
          key,
          description: reason,
          legs: [{ account: CLEARING[gateway], amount }, ...borne(resolving, resolution, amount)].filter(
            (leg) => leg.amount !== 0,
          ),
        },
        now,
      );
      return amount;
  }
}

/** A line that is no money of ours is taken back as it was booked, its fee included. */
function borne(
  { difference: { kind }, line }: Resolving,
  resolution: keyof typeof BEARER,
  amount: Rupiah,
): Leg[] {
  if (resolution === 'WRITE_OFF' || line === null || kind === 'AMOUNT_DIFFERS')
    return [{ account: BEARER[resolution], amount: rupiah(-amount) }];
  return [
    { account: ACCOUNTS.fees, amount: line.fee },
    { account: ACCOUNTS.bank, amount: line.net },
  ];
}

/** The gateway's list is evidence enough: credited the ordinary way, with our amount; what it differs by is a difference. */
async function creditPayment(
  tx: Tx,
  { payment, line, gateway, administratorId }: Resolving,
  wallet: Wallet,
  now: Date,
): Promise<Rupiah> {
  const current = required(payment);
  if (current.paidAt === null) {
    const evidence = { settlement: required(line) };
    await credit(tx, wallet, current, evidence, { actor: `administrator:${administratorId}` }, now);
  }
  await reconcile(tx, gateway, now);
  return rupiah(0);
}

async function close(
  tx: Tx,
  { difference, line, administratorId, reason }: Resolving,
  resolution: ResolveDifferenceInput['resolution'],
  booked: Rupiah,
  now: Date,
): Promise<void> {
  const { id, kind, ours, theirs } = difference;
  // A line that brought nothing settles nothing.
  if (resolution === 'EXPLAINED' && kind === 'NOT_CREDITED') {
    const { importId, line: number } = required(line);
    await tx.update(SettlementLine, { importId, line: number }, { settlesPayment: null });
  }
  await tx.update(
    ReconciliationDifference,
    { id },
    { status: 'RESOLVED', resolution, reason, booked, resolvedBy: administratorId, resolvedAt: now },
  );
  await recordAction(
    tx,
    {
      actorId: administratorId,
      action: 'reconciliation.resolve',
      subject: 'reconciliation',
      subjectId: id,
      details: { kind, ours, theirs, resolution, reason },
    },
    now,
  );
}
