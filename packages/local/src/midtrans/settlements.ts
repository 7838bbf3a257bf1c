import type { FastifyInstance } from 'fastify';
import { money } from './answers.js';
import { methodOf, type Sandbox } from './payments.js';
import { formatWib } from './time.js';
import { type Begun, hasPayment, type Status } from './transaction.js';

interface Line {
  type: 'payment' | 'refund' | 'chargeback';
  /** Whole rupiah, below zero for what went back. */
  gross: number;
  fee: number;
  at: string;
}

/** Settled once and undone since: never paid out. */
const UNDONE: readonly Status[] = ['deny', 'cancel', 'expire', 'failure'];

const COLUMNS = [
  'order_id',
  'transaction_id',
  'transaction_type',
  'payment_type',
  'gross_amount',
  'fee',
  'net_amount',
  'settlement_time',
];

/** What is paid out or kept because of one payment. A card counts from its settlement, not from its capture. */
function linesOf({ payment }: Begun): Line[] {
  const { settledAt, status, grossAmount, refunds, chargebacks = [] } = payment;
  const gross = Math.floor(Number(grossAmount));
  const { flat, percent } = methodOf(payment)?.fee ?? { flat: 0, percent: 0 };
  const fee = flat + Math.ceil((gross * percent) / 100);
  const paid: Line[] =
    settledAt && !UNDONE.includes(status) ? [{ type: 'payment', gross, fee, at: settledAt }] : [];
  const wentBack =
    (type: Line['type']) =>
    ({ amount, at }: { amount: number; at: string }) =>
      ({ type, gross: -amount, fee: 0, at }) satisfies Line;
  return [...paid, ...refunds.map(wentBack('refund')), ...chargebacks.map(wentBack('chargeback'))];
}

/** The list of these Jakarta days, oldest first, as CSV; times are Jakarta's, fees are kept from payments alone. */
export function settlementFile(sandbox: Sandbox, firstDay: string, lastDay: string): string {
  const lines = sandbox.book
    .list()
    .filter(hasPayment)
    .flatMap((transaction) => linesOf(transaction).map((line) => ({ transaction, line })))
    .filter(({ line }) => {
      const day = formatWib(new Date(line.at)).slice(0, 10);
      return day >= firstDay && day <= lastDay;
    })
    .sort((a, b) => a.line.at.localeCompare(b.line.at));
  const rows = lines.map(({ transaction: { orderId, payment }, line: { type, gross, fee, at } }) => [
    orderId,
    payment.transactionId,
    type,
    payment.paymentType,
    money(gross),
    money(fee),
    money(gross - fee),
    formatWib(new Date(at)),
  ]);
  // No field can hold a comma: order ids are checked, the rest is ours.
  return `${[COLUMNS, ...rows].map((row) => row.join(',')).join('\n')}\n`;
}

const QUERY = {
  type: 'object',
  properties: { from: { type: 'string', format: 'date' }, to: { type: 'string', format: 'date' } },
};

/** `GET /sandbox/settlements?from=2026-01-31&to=2026-01-31`; absent days are today. */
export function settlementDownload(app: FastifyInstance, sandbox: Sandbox): void {
  app.get<{ Querystring: { from?: string; to?: string } }>(
    '/sandbox/settlements',
    { schema: { querystring: QUERY } },
    async (request, reply) => {
      const today = formatWib(sandbox.clock.now()).slice(0, 10);
      const { from = today, to = today } = request.query;
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="settlement-${from}-${to}.csv"`)
        .send(settlementFile(sandbox, from, to));
    },
  );
}
