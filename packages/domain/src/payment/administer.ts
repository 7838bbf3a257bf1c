import type {
  AdminPaymentDetail,
  AdminPaymentListInput,
  AdminPaymentListView,
  AdminPaymentView,
} from '@minispod/contracts/payments';
import { GatewayEvent } from '@minispod/database/entities/gateway-event.entity';
import { Payment } from '@minispod/database/entities/payment.entity';
import { PaymentReversal } from '@minispod/database/entities/payment-reversal.entity';
import { User } from '@minispod/database/entities/user.entity';
import { Wallet } from '@minispod/database/entities/wallet.entity';
import type { Reader } from '@minispod/database/transaction';
import type { z } from 'zod';
import { notFound } from '../errors.js';
import { readTimeline } from '../history/timeline.js';
import { required } from '../rows.js';
import { type Gateways, gatewayOf } from './gateways.js';
import { getTopUp } from './get-top-up.js';
import { refundable } from './refund.js';

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
  const items: Row[] = [];
  for (const { transactionId } of rows) items.push(await readPayment(reader, transactionId));
  return { items, page, limit, total };
}

/** One top-up with everything that is known of it. `id` is its transaction's. */
export async function getPayment(
  reader: Reader,
  gateways: Gateways,
  transactionId: string,
): Promise<z.infer<typeof AdminPaymentDetail>> {
  const view = await readPayment(reader, transactionId);
  const payment = required(await reader.findOneBy(Payment, { transactionId }));
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
    ...view,
    reversals: reversals.map(
      ({ id, kind, status, channel, amount, taken, owed, reason, problem, createdAt, doneAt }) => ({
        id,
        kind,
        status,
        channel,
        amount,
        taken,
        owed,
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
    evidence: payment.evidence as Record<string, unknown> | null,
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

async function readPayment(reader: Reader, transactionId: string): Promise<Row> {
  const payment = await reader.findOneBy(Payment, { transactionId });
  if (!payment) throw notFound('Top-up');
  const user = required(await reader.findOneBy(User, { id: payment.userId }));
  return {
    ...(await getTopUp(reader, payment.userId, transactionId)),
    id: payment.id,
    user: { id: user.id, name: user.name, email: user.email },
    gatewayReference: payment.gatewayReference ?? payment.gatewayTransactionId,
    gatewayStatus: payment.gatewayStatus,
    flag: payment.flag,
    paidAt: payment.paidAt?.toISOString() ?? null,
    nextCheckAt: payment.nextCheckAt?.toISOString() ?? null,
  };
}
