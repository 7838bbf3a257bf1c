import { rupiah } from '@minispod/contracts/rupiah';
import type { TopUpMethod } from '@minispod/contracts/wallet';
import { withTransaction } from '@minispod/database/transaction';
import { aCustomer } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { openPayment } from '../payment/open-payment.js';
import { settlePayment } from '../payment/settle-payment.js';
import {
  type GatewaySettlement,
  type GatewayStatus,
  GatewayUnreachable,
  type PaymentGateway,
} from '../ports/payment-gateway.js';
import { adjustCredit } from '../wallet/adjust.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { importSettlements, type SettlementList } from './import-settlements.js';
import { listDifferences } from './list-differences.js';
import { resolveDifference } from './resolve.js';

export const DAY_MS = 86_400_000;
/** 10:00 on that day of March in Jakarta. */
export const day = (n: number) => new Date(Date.UTC(2026, 2, n, 3));

const NOTHING: GatewayStatus = {
  state: 'NOT_FOUND',
  rawStatus: null,
  fraudStatus: null,
  gatewayTransactionId: null,
  orderId: null,
  currency: null,
  // Enough for any of our payments.
  grossAmount: rupiah(50_000_000),
  paymentType: null,
  reversals: [],
  raw: { asked: true },
};

/** A gateway that says of each payment what it was told to say. */
export class ToldGateway implements PaymentGateway {
  readonly channels = (['QRIS', 'CREDIT_CARD'] as const).map((method) => ({
    method,
    name: method,
    min: 1,
    max: 50_000_000,
    shows: 'PAGE' as const,
    refund: 'PART' as const,
  }));
  readonly says = new Map<string, Partial<GatewayStatus>>();
  readonly asked: string[] = [];
  isDown = false;
  settled: GatewaySettlement[] | null = null;

  constructor(readonly name: 'midtrans' | 'tripay') {}

  async status({ paymentId }: { paymentId: string }): Promise<GatewayStatus> {
    this.answer();
    this.asked.push(paymentId);
    return { ...NOTHING, ...this.says.get(paymentId) };
  }
  async settlements(): Promise<GatewaySettlement[] | null> {
    this.answer();
    return this.settled;
  }
  create = async () => ({ instructions: { kind: 'PAGE' as const, url: 'http://gateway.test' } });
  cancel = async () => false;
  refund = async () => undefined;
  readNotification = () => null;

  private answer(): void {
    if (this.isDown) throw new GatewayUnreachable('no answer');
  }
}

/** A database with two administrators and two gateways, and what happens at the desk where lists are compared. */
export async function office() {
  const db: TestDatabase = await testDatabase({ poolSize: 25 });
  const { dataSource } = db;
  const gateways = { midtrans: new ToldGateway('midtrans'), tripay: new ToldGateway('tripay') };
  const customer = await aCustomer(dataSource);
  const administrators = [await aCustomer(dataSource), await aCustomer(dataSource)] as const;

  /** A top-up that is open. Returns its id. */
  async function opened(
    amount: number,
    at: Date,
    paymentMethod: TopUpMethod = 'QRIS',
    gateway = gateways.midtrans,
  ) {
    const doors = { gateways: new Map([[gateway.name, gateway]]), bankAccounts: [] };
    const { paymentId } = await withTransaction(dataSource, async (tx) =>
      openPayment(tx, doors, await lockWallet(tx, customer), { amount, paymentMethod }, at),
    );
    return paymentId;
  }
  async function told(paymentId: string, status: Partial<GatewayStatus>, at: Date) {
    await withTransaction(dataSource, (tx) => settlePayment(tx, paymentId, { ...NOTHING, ...status }, at));
  }
  const deps = { dataSource, gateways: new Map(Object.values(gateways).map((one) => [one.name, one])) };

  return {
    db,
    deps,
    ...gateways,
    customer,
    administrators,
    opened,
    told,
    /** A top-up that was credited. Returns its id. */
    async paid(amount: number, at: Date, method: TopUpMethod = 'QRIS', gateway = gateways.midtrans) {
      const paymentId = await opened(amount, at, method, gateway);
      await told(paymentId, { state: 'PAID', rawStatus: 'settlement' }, at);
      return paymentId;
    },
    /** The customer's credit goes elsewhere. */
    async spend(amount: number, at: Date) {
      const adjustment = { id: customer, amount: -amount, reason: 'Spent' };
      await adjustCredit(dataSource, administrators[0], adjustment, at);
    },
    take: (lines: GatewaySettlement[], at: Date, list: Partial<SettlementList> = {}) =>
      importSettlements(
        deps,
        administrators[0],
        { gateway: 'midtrans', source: 'FILE', fileName: 'march.csv', lines, ...list },
        at,
      ),
    async differences(filter: Partial<Parameters<typeof listDifferences>[1]> = {}) {
      const { items } = await listDifferences(dataSource.manager, { page: 1, limit: 100, ...filter });
      return items;
    },
    resolve: (
      id: string,
      resolution: 'CREDIT' | 'WRITE_OFF' | 'EXPLAINED' | 'LATER',
      at: Date,
      by: 0 | 1 = 0,
    ) =>
      resolveDifference(dataSource, administrators[by], { id, resolution, reason: 'As the bank says' }, at),
    /** Signed rupiah on accounts that are no customer's, by name; those with nothing left out. */
    async accounts(): Promise<Record<string, number>> {
      const rows: { name: string; amount: string }[] = await dataSource.query(
        `SELECT a.name, sum(p.amount) AS amount FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id
          WHERE a.user_id IS NULL GROUP BY a.name HAVING sum(p.amount) <> 0`,
      );
      return Object.fromEntries(rows.map(({ name, amount }) => [name, Number(amount)]));
    },
  };
}

/** A line of a list; 1,000 is its fee when money came, nothing when it went back. */
export function line(
  orderId: string,
  gross: number,
  settledAt: Date,
  kind: GatewaySettlement['kind'] = 'PAYMENT',
): GatewaySettlement {
  const fee = kind === 'PAYMENT' ? 1_000 : 0;
  return {
    kind,
    orderId,
    gatewayTransactionId: `T-${orderId}`,
    gross: rupiah(gross),
    fee: rupiah(fee),
    net: rupiah(gross - fee),
    settledAt,
  };
}
