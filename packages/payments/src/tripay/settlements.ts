import { rupiah } from '@minispod/contracts/rupiah';
import { type GatewaySettlement, GatewayUnreachable } from '@minispod/domain/ports/payment-gateway';
import { asObject, asText, type Json } from '../json.js';
import { callTripay, type TripayConfig } from './client.js';

const WIB_OFFSET_MS = 7 * 3_600_000;
const jakartaDay = (at: Date) => new Date(at.getTime() + WIB_OFFSET_MS).toISOString().slice(0, 10);

/** What was paid on these Jakarta days, out of the whole list: it cannot be asked by day. `net` is Tripay's own figure. */
export async function listSettlements(
  config: TripayConfig,
  firstDay: string,
  lastDay: string,
): Promise<GatewaySettlement[]> {
  const found: GatewaySettlement[] = [];
  for (let page: number | null = 1; page !== null; ) {
    const query = { status: 'PAID', per_page: '50', page: String(page) };
    const answer: Json = await callTripay(config, 'merchant/transactions', query);
    if (!Array.isArray(answer.data)) throw new GatewayUnreachable('Tripay gave no list');
    found.push(...answer.data.map((one) => readLine(asObject(one) ?? {})));
    const next: unknown = asObject(answer.pagination)?.next_page;
    page = typeof next === 'number' && next > page ? next : null;
  }
  return found.filter(({ settledAt }) => {
    const day = jakartaDay(settledAt);
    return day >= firstDay && day <= lastDay;
  });
}

function readLine(line: Json): GatewaySettlement {
  const orderId = asText(line.merchant_ref);
  const { amount, amount_received: net, paid_at: paidAt } = line;
  if (!orderId || typeof amount !== 'number' || typeof net !== 'number' || typeof paidAt !== 'number')
    throw new GatewayUnreachable('Tripay gave a list that cannot be read');
  return {
    kind: 'PAYMENT',
    orderId,
    gatewayTransactionId: asText(line.reference),
    gross: rupiah(amount),
    fee: rupiah(amount - net),
    net: rupiah(net),
    settledAt: new Date(paidAt * 1000),
  };
}
