import type {
  AdminPaymentDetail,
  AdminPaymentListInput,
  AdminPaymentListView,
  AdminPaymentView,
} from '@minispod/contracts/payments';
import { GatewayEvent } from '@minispod/database/entities/gateway-event.entity';
import { Payment } from '@minispod/database/entities/payment.entity';
import { PaymentProof } from '@minispod/database/entities/payment-proof.entity';
import { PaymentReversal } from '@minispod/database/entities/payment-reversal.entity';
import { Transaction } from '@minispod/database/entities/transaction.entity';
import { Wallet } from '@minispod/database/entities/wallet.entity';
import type { Reader } from '@minispod/database/transaction';
import { In } from 'typeorm';
import type { z } from 'zod';
import { readOwners } from '../administration/owners.js';
import { notFound } from '../errors.js';
import { readTimeline } from '../history/timeline.js';
import { findWaiting } from '../money-action/list-approvals.js';
import { required } from '../rows.js';
import { type Gateways, gatewayOf } from './gateways.js';
import { refundable } from './refund.js';
import { decisionsFor } from './rules/decisions.js';
import { toTopUpView } from './views.js';

type Row = z.infer<typeof AdminPaymentView>;

/** Top-ups by every door, for administrators. */
export async function listPayments(
  reader: Reader,
  { page, limit, status, gateway, method, flagged, userId, q, sort }: z.infer<typeof AdminPaymentListInput>,
): Promise<z.infer<typeof AdminPaymentListView>> {
  const where = `WHERE ($1::text IS NULL OR p.status = $1) AND ($2::text IS NULL OR p.gateway = $2) AND ($3::text IS NULL OR p.method = $3)
      AND ($4::boolean IS NULL OR (p.flag IS NOT NULL) = $4) AND ($5::uuid IS NULL OR p.user_id = $5)
      AND ($6::text IS NULL OR $6 IN (p.id::text, p.transaction_id::text, p.gateway_reference, p.gateway_transaction_id, p.amount::text)
           OR u.email ILIKE '%' || $7 || '%' OR u.name ILIKE '%' || $7 || '%')`;
  const filter = [
    status ?? null,
    gateway ?? null,
    method ?? null,
    flagged === undefined ? null : flagged === 'true',
    userId ?? null,
    q || null,
    q ? q.replace(/[\\%_]/g, '\\$&') : null,
  ];
  const from = `FROM payments p JOIN users u ON u.id = p.user_id ${where}`;
  const [{ total }] = await reader.query(`SELECT count(*)::int AS total ${from}`, filter);
  const direction = sort === 'oldest' ? 'ASC' : 'DESC';
  const rows: { transactionId: string }[] = await reader.query(
    `SELECT p.transaction_id AS "transactionId" ${from} ORDER BY p.created_at ${direction}, p.id ${direction} LIMIT $8 OFFSET $9`,
    [...filter, limit, (page - 1) * limit],
  );
  const items = await viewPayments(
    reader,
    rows.map((row) => row.transactionId),
  );
  return { items, page, limit, total };
}

/** One top-up with everything that is known of it. `id` is its transaction's. */
export async function getPayment(
  reader: Reader,
  gateways: Gateways,
  transactionId: string,
): Promise<z.infer<typeof AdminPaymentDetail>> {
  const payment = await reader.findOneBy(Payment, { transactionId });
  if (!payment) throw notFound('Top-up');
  const [view] = await viewPayments(reader, [transactionId]);
  const reversals = await reader.find(PaymentReversal, {
    where: { paymentId: payment.id },
    order: { createdAt: 'ASC' },
  });
  const events = await reader.find(GatewayEvent, {
    where: { paymentId: payment.id },
    order: { receivedAt: 'ASC' },
  });
  const wallet = required(await reader.findOneBy(Wallet, { userId: payment.userId }));
  return {
    ...required(view),
    reversals: reversals.map(
      ({ id, kind, status, channel, amount, taken, owed, excess, reason, problem, createdAt, doneAt }) => ({
        id,
        kind,
        status,
        channel,
        amount,
        taken,
        owed,
        excess,
        reason,
        problem,
        createdAt: createdAt.toISOString(),
        doneAt: doneAt?.toISOString() ?? null,
      }),
    ),
    refundable: refundable(payment, wallet),
    refundTo: canReturn(gateways, payment) ? ['SOURCE', 'BANK_ACCOUNT'] : ['BANK_ACCOUNT'],
    events: events.map(({ rawStatus, deliveries, receivedAt, handledAt }) => ({
      rawStatus,
      deliveries,
      receivedAt: receivedAt.toISOString(),
      handledAt: handledAt?.toISOString() ?? null,
    })),
    timeline: await readTimeline(reader, [payment.id]),
    waiting: (await findWaiting(reader, [transactionId])).get(transactionId) ?? null,
    evidence: payment.evidence as Record<string, unknown> | null,
    decisions: decisionsFor(payment),
  };
}

function canReturn(gateways: Gateways, payment: Payment): boolean {
  if (payment.gateway === 'manual' || !gateways.has(payment.gateway)) return false;
  return gatewayOf(gateways, payment.gateway).channels.some(
    ({ method, bank, wallet, refund }) =>
      refund !== 'NONE' &&
      method === payment.method &&
      bank === (payment.bank ?? bank) &&
      wallet === (payment.eWallet ?? wallet),
  );
}

/** In the order of the ids: a few queries however many they are. */
async function viewPayments(reader: Reader, transactionIds: string[]): Promise<Row[]> {
  const payments = await reader.findBy(Payment, { transactionId: In(transactionIds) });
  const transactions = await reader.findBy(Transaction, { id: In(transactionIds) });
  const proofs = await reader.find(PaymentProof, {
    select: { id: true, paymentId: true, fileName: true, contentType: true, createdAt: true },
    where: { paymentId: In(payments.map(({ id }) => id)) },
    order: { createdAt: 'ASC', id: 'ASC' },
  });
  const owner = await readOwners(
    reader,
    payments.map(({ userId }) => userId),
  );
  // Of several the last one stays.
  const newest = new Map(proofs.map((proof) => [proof.paymentId, proof]));
  return transactionIds.map((transactionId) => {
    const payment = required(payments.find((each) => each.transactionId === transactionId));
    const transaction = required(transactions.find(({ id }) => id === transactionId));
    return {
      ...toTopUpView(payment, transaction, newest.get(payment.id) ?? null),
      id: payment.id,
      user: owner(payment.userId),
      gatewayReference: payment.gatewayReference ?? payment.gatewayTransactionId,
      gatewayStatus: payment.gatewayStatus,
      flag: payment.flag,
      paidAt: payment.paidAt?.toISOString() ?? null,
      nextCheckAt: payment.nextCheckAt?.toISOString() ?? null,
    };
  });
}
