import { rupiah } from '@minispod/contracts/rupiah';
import { type GatewaySettlement, GatewayUnreachable } from '@minispod/domain/ports/payment-gateway';
import { asObject, asText, type Json } from '../json.js';
import { callTripay, type TripayConfig } from './client.js';

const WIB_OFFSET_MS = 7 * 3_600_000;
const jakartaDay = (at: Date) => new Date(at.getTime() + WIB_OFFSET_MS).toISOString().slice(0, 10);

const DAY_MS = 86_400_000;
/** Of the longest that a payment can stay open, in days: one that is older was not paid on the days asked for. */
const LONGEST_OPEN = 31;

/**
 * What was paid on these Jakarta days. The list cannot be asked by day, so it is read from the newest back to what can have
 * been paid then. A payment that comes in meanwhile pushes another one onto the next page: none counts twice. `net`
 * is Tripay's own figure.
 */
export async function listSettlements(
  config: TripayConfig,
  firstDay: string,
  lastDay: string,
): Promise<GatewaySettlement[]> {
  const found = new Map<string | null, GatewaySettlement>();
  const oldest = (Date.parse(`${firstDay}T00:00:00+07:00`) - LONGEST_OPEN * DAY_MS) / 1000;
  for (let page: number | null = 1; page !== null; ) {
    const query = { status: 'PAID', sort: 'desc', per_page: '50', page: String(page) };
    const answer: Json = await callTripay(config, 'merchant/transactions', query);
    if (!Array.isArray(answer.data)) throw new GatewayUnreachable('Tripay gave no list');
    for (const line of answer.data) {
      const read = readLine(asObject(line) ?? {});
      found.set(read.gatewayTransactionId, read);
    }
    const next: unknown = asObject(answer.pagination)?.next_page;
    const createdAt: unknown = asObject(answer.data.at(-1))?.created_at;
    const isPast = typeof createdAt === 'number' && createdAt < oldest;
    page = typeof next === 'number' && next > page && !isPast ? next : null;
  }
  return [...found.values()].filter(({ settledAt }) => {
    const day = jakartaDay(settledAt);
    return day >= firstDay && day <= lastDay;
  });
}

function readLine(line: Json): GatewaySettlement {
  const orderId = asText(line.merchant_ref);
  const { amount, amount_received: net, paid_at: paidAt } = line;
  const reference = asText(line.reference);
  if (
    !orderId ||
    !reference ||
    typeof amount !== 'number' ||
    typeof net !== 'number' ||
    typeof paidAt !== 'number'
  )
    throw new GatewayUnreachable('Tripay gave a list that cannot be read');
  return {
    kind: 'PAYMENT',
    orderId,
    gatewayTransactionId: reference,
    gross: rupiah(amount),
    fee: rupiah(amount - net),
    net: rupiah(net),
    settledAt: new Date(paidAt * 1000),
  };
}
