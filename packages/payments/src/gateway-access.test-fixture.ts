import { randomUUID } from 'node:crypto';
import { rupiah } from '@minispod/contracts/rupiah';
import type {
  Channel,
  CreatePayment,
  GatewayState,
  PaymentGateway,
} from '@minispod/domain/ports/payment-gateway';

/** By default a BCA account number over Rp100.000, which lapses in an hour. */
export const aPayment = (changes: Partial<CreatePayment> = {}): CreatePayment => {
  const createdAt = changes.createdAt ?? new Date();
  return {
    paymentId: randomUUID(),
    amount: rupiah(100_000),
    method: 'BANK_TRANSFER',
    ...(changes.method === undefined && { bank: 'bca' }),
    description: 'MinisPod credit',
    customer: { name: 'Budi Santoso', email: 'budi@example.test', phone: '+628123456789' },
    createdAt,
    expiresAt: new Date(createdAt.getTime() + 60 * 60_000),
    returnUrl: 'http://localhost:3000/wallet',
    ...changes,
  };
};

export type Told = Parameters<PaymentGateway['readNotification']>[0];

/** Payer, bank and network, as our own sandboxes play them. */
export interface Control {
  /** `POST /sandbox/<path>` */
  ask(path: string, body: object): Promise<void>;
  /** What arrived about a payment, once there are that many. */
  told(paymentId: string, count: number): Promise<Told[]>;
}

export interface GatewayAccess {
  channels: readonly Channel[];
  gateway(changes?: { timeoutMs?: number }): PaymentGateway;
  withWrongKey(): PaymentGateway;
  /** Whether an unpaid payment can be withdrawn. */
  cancels: boolean;
  /** False: the gateway's sandbox says something else in place of a code. */
  drawsCodes?: boolean;
  /** Outcomes that this gateway can report, and what they are to us. Only with a sandbox of ours. */
  outcomes?: Readonly<Record<string, GatewayState>>;
  /** Absent: the real sandbox, where nobody can be made to pay. */
  control?(): Control;
}
