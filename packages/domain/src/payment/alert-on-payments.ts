import { formatRupiah } from '@minispod/contracts/rupiah';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { keepAlerts } from '../alert/keep.js';
import { eachAlone } from '../sweep/each-alone.js';

interface Row {
  subject: string;
  userId?: string;
  amount?: string;
  [detail: string]: unknown;
}

/** What an operator should look at: every row of `sql`, which may read the one row `(SELECT now FROM clock)`. */
interface Watch {
  kind: string;
  severity: 'WARNING' | 'CRITICAL';
  sql: string;
  message(row: Row): string;
}

const money = (amount: unknown) => formatRupiah(Number(amount));

/** The words of the alert, the same when the proof is sent and for as long as it waits. */
export const proofWaits = (amount: unknown) =>
  `A proof of a transfer of ${money(amount)} waits for an administrator to look at it`;

const WATCHES: Watch[] = [
  {
    kind: 'GATEWAY_DOWN',
    severity: 'CRITICAL',
    sql: `SELECT gateway AS subject, down_since AS since, last_error AS error FROM gateway_health WHERE down_since IS NOT NULL`,
    message: ({ subject, error }) => `${subject} does not answer and is not offered: ${error}`,
  },
  {
    kind: 'PROOF_WAITING',
    severity: 'WARNING',
    sql: `SELECT p.id AS subject, p.user_id AS "userId", p.transaction_id AS "transactionId", p.amount, min(proof.created_at) AS since
            FROM payments p JOIN payment_proofs proof ON proof.payment_id = p.id
           WHERE p.status = 'IN_REVIEW' GROUP BY p.id`,
    message: ({ amount }) => proofWaits(amount),
  },
  {
    kind: 'REFUND_WAITING',
    severity: 'WARNING',
    sql: `SELECT r.id AS subject, p.user_id AS "userId", p.transaction_id AS "transactionId", p.gateway, r.amount, r.created_at AS since
            FROM payment_reversals r JOIN payments p ON p.id = r.payment_id
           WHERE r.status = 'REQUESTED' AND r.created_at < (SELECT now FROM clock) - interval '1 day'`,
    message: ({ amount, gateway }) =>
      `${gateway} has not said for more than a day whether it refunded ${money(amount)}`,
  },
  {
    kind: 'CHARGEBACK',
    severity: 'WARNING',
    // There is a week to answer the bank; the money is booked already.
    sql: `SELECT r.id AS subject, p.user_id AS "userId", p.transaction_id AS "transactionId", r.amount, r.owed, r.done_at AS since
            FROM payment_reversals r JOIN payments p ON p.id = r.payment_id
           WHERE r.kind = 'CHARGEBACK' AND r.status = 'DONE' AND r.done_at > (SELECT now FROM clock) - interval '7 days'`,
    message: ({ amount, owed }) =>
      `A card issuer took back ${money(amount)}, of which the customer owes ${money(owed)}`,
  },
  {
    kind: 'REVERSAL_UNSEEN',
    severity: 'CRITICAL',
    // Of a bank transfer of ours the gateway knows nothing: it is not what it speaks of.
    sql: `SELECT id AS subject, user_id AS "userId", transaction_id AS "transactionId", gateway, gateway_status AS "gatewayStatus"
            FROM payments p WHERE flag = 'REVERSED_UNSEEN' AND NOT EXISTS (SELECT FROM payment_reversals r
             WHERE r.payment_id = p.id AND r.status = 'DONE' AND r.channel <> 'BANK_ACCOUNT')`,
    message: ({ gateway, gatewayStatus }) =>
      `${gateway} says that money of a top-up went back (${gatewayStatus}) and not how much`,
  },
  {
    kind: 'PAYMENT_HELD',
    severity: 'CRITICAL',
    sql: `SELECT id AS subject, user_id AS "userId", transaction_id AS "transactionId", gateway, amount, updated_at AS since,
                 evidence->>'gross_amount' AS told, evidence->>'amount' AS "toldAmount", evidence->>'currency' AS currency
            FROM payments WHERE flag = 'AMOUNT_DIFFERS' AND paid_at IS NULL`,
    message: ({ gateway, amount, told, toldAmount, currency }) =>
      `${gateway} says that ${currency ?? 'IDR'} ${told ?? toldAmount ?? 'of an unknown amount'} came where ${money(amount)} was asked for: nothing was credited, decide about it`,
  },
  {
    kind: 'PAYMENT_UNRESOLVED',
    severity: 'WARNING',
    sql: `SELECT id AS subject, user_id AS "userId", transaction_id AS "transactionId", gateway, amount, expires_at AS since, gateway_status AS "gatewayStatus"
            FROM payments WHERE flag = 'UNRESOLVED' AND paid_at IS NULL`,
    message: ({ gateway, amount }) =>
      `${gateway} did not say in time what became of a payment of ${money(amount)}: it has ended, nothing was credited`,
  },
  {
    kind: 'PAID_OUT_TWICE',
    severity: 'CRITICAL',
    sql: `SELECT p.id AS subject, p.user_id AS "userId", p.transaction_id AS "transactionId", p.gateway, p.gateway_status AS "gatewayStatus",
                 coalesce(sum(r.excess), 0)::bigint AS amount, coalesce(sum(r.owed) FILTER (WHERE r.excess > 0), 0)::bigint AS owed
            FROM payments p LEFT JOIN payment_reversals r ON r.payment_id = p.id WHERE p.flag = 'PAID_OUT_TWICE' GROUP BY p.id`,
    message: ({ amount, owed, gateway, gatewayStatus }) =>
      Number(amount) > 0
        ? `${money(amount)} of a top-up went back twice: refunded by us, then taken back at ${gateway}; the customer owes ${money(owed)} of what was taken`
        : `${gateway} says that a top-up which it had refunded whole was taken back once more (${gatewayStatus}): nothing was booked, compare with its own page`,
  },
  {
    kind: 'RECEIVABLE',
    severity: 'WARNING',
    sql: `SELECT user_id AS subject, user_id AS "userId", receivable AS amount FROM wallets WHERE receivable > 0`,
    message: ({ amount }) => `A customer owes ${money(amount)} since money was taken back`,
  },
  {
    kind: 'DIFFERENCES_OPEN',
    severity: 'WARNING',
    sql: `SELECT i.gateway AS subject, count(*)::int AS differences, sum(abs(coalesce(d.ours, 0) - coalesce(d.theirs, 0))) AS amount, min(d.created_at) AS since
            FROM reconciliation_differences d JOIN settlement_imports i ON i.id = d.import_id
           WHERE d.status = 'OPEN' GROUP BY i.gateway`,
    message: ({ subject, differences, amount }) =>
      `${differences} differences with the lists of ${subject}, over ${money(amount)} in all`,
  },
];

/** Keeps the operator's alerts about payments as things are now; each ends by itself once it is no longer so. */
export async function alertOnPayments(dataSource: DataSource, now: Date): Promise<void> {
  await eachAlone(
    { dataSource, name: 'payment-alerts', now },
    (resting) => WATCHES.filter(({ kind }) => !resting.includes(kind)),
    (watch) => withTransaction(dataSource, (tx) => keepWatch(tx, watch, now)),
    { subjectOf: ({ kind }) => kind },
  );
}

async function keepWatch(tx: Tx, { kind, severity, sql, message }: Watch, now: Date): Promise<void> {
  const rows: Row[] = await tx.query(`WITH clock AS (SELECT $1::timestamptz AS now) ${sql}`, [now]);
  const alerts = rows.map((row) => {
    const { subject, userId, ...details } = row;
    return { subject, severity, message: message(row), details, ...(userId !== undefined && { userId }) };
  });
  await keepAlerts(tx, kind, alerts, now);
}
