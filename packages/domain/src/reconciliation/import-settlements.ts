import { createHash } from 'node:crypto';
import type { SettlingGateway } from '@minispod/contracts/payments';
import { type Rupiah, rupiah } from '@minispod/contracts/rupiah';
import { SettlementImport } from '@minispod/database/entities/settlement-import.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import { recordAction } from '../audit-log/record.js';
import { localDay } from '../billing/dunning.js';
import { DomainError } from '../errors.js';
import { newId } from '../id.js';
import { ACCOUNTS, CLEARING } from '../ledger/accounts.js';
import { postAll } from '../ledger/post.js';
import type { PaymentDeps } from '../payment/converge-payment.js';
import type { GatewaySettlement } from '../ports/payment-gateway.js';
import { askAboutLines } from './ask.js';
import { lockGateway, reconcile } from './reconcile.js';
import { faultOf, numberAlike, paymentIdOf } from './rules/check-list.js';

export interface SettlementList {
  gateway: SettlingGateway;
  source: 'FILE' | 'API';
  fileName: string | null;
  /** Jakarta days that it tells of; absent: from its first line to its last. */
  days?: { first: string; last: string };
  lines: GatewaySettlement[];
}

/**
 * Takes in what a gateway says it paid out to us, books it, and matches it with what we credited: all of it or nothing.
 * The same list again adds nothing, and of an overlapping one only what is new. Before that the gateway is asked about
 * whatever the list has and we did not credit; what it calls paid is credited the ordinary way. VALIDATION_ERROR for a list
 * without a line, or with one that cannot be true.
 */
export async function importSettlements(
  deps: PaymentDeps,
  administratorId: string | null,
  list: SettlementList,
  now: Date,
): Promise<{ importId: string; isNew: boolean }> {
  const { first, last } = daysOf(list);
  await askAboutLines(deps, list.gateway, list.lines, now);
  return withTransaction(deps.dataSource, async (tx) => {
    await lockGateway(tx, list.gateway);
    const sha256 = createHash('sha256')
      .update(JSON.stringify([first, last, list.lines]))
      .digest('hex');
    const earlier = await tx.findOneBy(SettlementImport, { gateway: list.gateway, sha256 });
    if (earlier) return { importId: earlier.id, isNew: false };
    const importId = newId();
    await tx.insert(SettlementImport, {
      id: importId,
      gateway: list.gateway,
      source: list.source,
      fileName: list.fileName,
      sha256,
      firstDay: first,
      lastDay: last,
      lines: list.lines.length,
      gross: sum(list.lines.map(({ gross }) => gross)),
      fees: sum(list.lines.map(({ fee }) => fee)),
      importedBy: administratorId,
      createdAt: now,
    });
    await insertLines(tx, importId, list);
    await bookLines(tx, importId, list.gateway, now);
    await reconcile(tx, list.gateway, now, importId);
    if (administratorId !== null) await recordImport(tx, administratorId, importId, list, now);
    return { importId, isNew: true };
  });
}

function daysOf({ lines, days }: SettlementList): { first: string; last: string } {
  for (const [index, line] of lines.entries()) {
    const fault = faultOf(line);
    if (fault !== null)
      throw new DomainError('VALIDATION_ERROR', 'A line of the list cannot be true', {
        [`line ${index + 1}`]: fault,
      });
  }
  if (days) return days;
  const told = lines.map(({ settledAt }) => localDay(settledAt)).sort();
  const [first, last] = [told[0], told.at(-1)];
  if (first === undefined || last === undefined)
    throw new DomainError('VALIDATION_ERROR', 'The list is empty', { file: 'has no line' });
  return { first, last };
}

function sum(amounts: number[]): Rupiah {
  return rupiah(amounts.reduce((total, amount) => total + amount, 0));
}

async function insertLines(tx: Tx, importId: string, { gateway, lines }: SettlementList): Promise<void> {
  const rows = numberAlike(lines).map((line, index) => ({
    ...line,
    line: index + 1,
    paymentId: paymentIdOf(line.orderId),
  }));
  await tx.query(
    `INSERT INTO settlement_lines
       (import_id, line, gateway, kind, order_id, gateway_transaction_id, gross, fee, net, settled_at, occurrence, payment_id)
     SELECT $1, line, $2, kind, "orderId", "gatewayTransactionId", gross, fee, net, "settledAt", occurrence, p.id
       FROM jsonb_to_recordset($3) AS l(line int, kind text, "orderId" text, "gatewayTransactionId" text, gross bigint, fee bigint,
                                        net bigint, "settledAt" timestamptz, occurrence int, "paymentId" uuid)
       LEFT JOIN payments p ON p.id = l."paymentId" AND p.gateway = $2
     ON CONFLICT (gateway, kind, order_id, gateway_transaction_id, gross, fee, settled_at, occurrence) DO NOTHING`,
    [importId, gateway, JSON.stringify(rows)],
  );
}

/** Each line is money that reached our bank, or left it: out of clearing, less the gateway's fee. */
async function bookLines(
  tx: Tx,
  importId: string,
  gateway: SettlementList['gateway'],
  now: Date,
): Promise<void> {
  const lines: { line: number; gross: string; fee: string; net: string }[] = await tx.query(
    'SELECT line, gross, fee, net FROM settlement_lines WHERE import_id = $1 ORDER BY line',
    [importId],
  );
  const entries = lines.map(({ line, gross, fee, net }) => ({
    key: lineKey(importId, line),
    description: `Settled by ${gateway}`,
    legs: [
      { account: CLEARING[gateway], amount: rupiah(Number(gross)) },
      { account: ACCOUNTS.fees, amount: rupiah(-Number(fee)) },
      { account: ACCOUNTS.bank, amount: rupiah(-Number(net)) },
    ].filter(({ amount }) => amount !== 0),
  }));
  if (entries.length > 0) await postAll(tx, entries, now);
}

/** Names the entry that books a line. */
export function lineKey(importId: string, line: number): string {
  return `settlement:${importId}:${line}`;
}

async function recordImport(
  tx: Tx,
  actorId: string,
  importId: string,
  { gateway, fileName, lines }: SettlementList,
  now: Date,
): Promise<void> {
  const details = { gateway, fileName, lines: lines.length };
  const action = 'reconciliation.import';
  await recordAction(tx, { actorId, action, subject: 'reconciliation', subjectId: importId, details }, now);
}
