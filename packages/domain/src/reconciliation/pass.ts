import type { Resolution, SettlingGateway } from '@minispod/contracts/payments';
import { rupiah } from '@minispod/contracts/rupiah';
import type { Tx } from '@minispod/database/transaction';
import { ACCOUNTS, CLEARING } from '../ledger/accounts.js';
import { postAll } from '../ledger/post.js';
import { wentBack } from './went-back.js';

/** What was missing in the lists is in one now, or need be in none: a bank took it back before it was settled. */
const CAME = `CASE WHEN d.reversal_id IS NOT NULL THEN EXISTS (SELECT FROM settlement_lines s WHERE s.settles_reversal = d.reversal_id)
  ELSE EXISTS (SELECT FROM settlement_lines s WHERE s.settles_payment = d.payment_id)
    OR EXISTS (SELECT FROM payment_reversals r WHERE r.payment_id = d.payment_id AND r.kind = 'DENIAL' AND r.status = 'DONE') END`;

/** Open differences that are none any more end by themselves. */
export async function closePassed(tx: Tx, gateway: SettlingGateway, now: Date): Promise<void> {
  await tx.query(
    `UPDATE reconciliation_differences d SET status = 'RESOLVED', resolution = 'LATER', resolved_at = $2,
            reason = CASE WHEN ${wentBack('d.payment_id')} THEN 'It came and went back' WHEN d.kind = 'MISSING_THERE' THEN 'A later list has it'
                          WHEN d.kind = 'NOT_CREDITED' THEN 'Credited since' ELSE 'Booked since' END
       FROM settlement_imports i
      WHERE i.id = d.import_id AND i.gateway = $1 AND d.status = 'OPEN' AND (${wentBack('d.payment_id')} OR CASE d.kind
              WHEN 'MISSING_THERE' THEN ${CAME}
              WHEN 'NOT_CREDITED' THEN EXISTS (SELECT FROM payments p WHERE p.id = d.payment_id AND p.paid_at IS NOT NULL)
              WHEN 'AMOUNT_DIFFERS' THEN false
              ELSE EXISTS (SELECT FROM settlement_lines l WHERE l.import_id = d.import_id AND l.line = d.line
                              AND (l.settles_payment IS NOT NULL OR l.settles_reversal IS NOT NULL)) END)`,
    [gateway, now],
  );
}

/** Who bears a difference that is no customer's. */
export const BEARER = { WRITE_OFF: ACCOUNTS.adjustments, EXPLAINED: ACCOUNTS.bank } as const;

/** What was written off or explained as missing in the lists came after all: that entry is taken back. */
export async function undoOvertaken(tx: Tx, gateway: SettlingGateway, now: Date): Promise<void> {
  const overtaken: { id: string; booked: string; resolution: Resolution }[] = await tx.query(
    `SELECT d.id, d.booked, d.resolution FROM reconciliation_differences d JOIN settlement_imports i ON i.id = d.import_id
      WHERE i.gateway = $1 AND d.kind = 'MISSING_THERE' AND d.booked <> 0 AND ${CAME}`,
    [gateway],
  );
  if (overtaken.length === 0) return;
  await postAll(
    tx,
    overtaken.map(({ id, booked, resolution }) => ({
      key: `unresolve:${id}`,
      description: 'A difference that passed after all',
      legs: [
        { account: CLEARING[gateway], amount: rupiah(-Number(booked)) },
        { account: BEARER[resolution as keyof typeof BEARER], amount: rupiah(Number(booked)) },
      ],
    })),
    now,
  );
  await tx.query(
    `UPDATE reconciliation_differences SET booked = 0, resolution = 'LATER' WHERE id = ANY($1)`,
    [overtaken.map(({ id }) => id)],
  );
}
