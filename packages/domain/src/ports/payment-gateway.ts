import type { SettlementFileProblem } from '@minispod/contracts/payments';
import type { Rupiah } from '@minispod/contracts/rupiah';
import type { PaymentInstructions } from '@minispod/contracts/wallet';

export type GatewayMethod = 'BANK_TRANSFER' | 'E_WALLET' | 'CREDIT_CARD' | 'QRIS';

export interface CreatePayment {
  /** Our id and the gateway's `order_id`: a UUIDv7, 36 characters. */
  paymentId: string;
  amount: Rupiah;
  method: GatewayMethod;
  /** bca, bni, bri, mandiri, permata: narrows the payment page to that bank. */
  bank?: string | undefined;
  /** gopay, ovo, dana, shopeepay, linkaja: narrows the payment page to that wallet. */
  wallet?: string | undefined;
  description: string;
  customer: { name: string; email: string; phone: string | null };
  /** When the payment opened and when it lapses, by our clock. */
  createdAt: Date;
  expiresAt: Date;
  /** Where the payment page sends the customer afterwards. Nothing is ever credited from that return. */
  returnUrl: string;
}

export interface CreatedPayment {
  snapToken?: string;
  redirectUrl?: string;
  /** EMV QR payload to be drawn in the console. */
  qrString?: string;
  /** How to pay, as the console shows it. */
  instructions: PaymentInstructions;
  /** The gateway's own name for it, where it is asked by that. */
  gatewayReference?: string;
}

/** One way to pay that a gateway offers, with what it takes in whole rupiah. */
export interface Channel {
  method: GatewayMethod;
  bank?: string;
  wallet?: string;
  /** For people: BCA, GoPay. */
  name: string;
  min: number;
  max: number;
  shows: PaymentInstructions['kind'];
  /** What can be given back to where it came from. */
  refund: 'PART' | 'WHOLE' | 'NONE';
}

/** What names a payment at its gateway. */
export interface PaymentRef {
  paymentId: string;
  gatewayReference?: string | null;
  snapToken?: string | null;
}

/** Money the gateway says went back. Told twice, it has the same key. */
export interface GatewayReversal {
  kind: 'REFUND' | 'CHARGEBACK' | 'DENIAL';
  key: string;
  /** Whole rupiah; null: all that is left. */
  amount: Rupiah | null;
  /** The amount is all of this kind so far, what was told before included. */
  isTotal?: boolean;
}

/**
 * One line of a gateway's settlement list, in signed rupiah: what came to us is positive, refunds and chargebacks are
 * negative. `fee` is never negative, and `net` is what was paid out: `gross` less `fee`.
 */
export interface GatewaySettlement {
  kind: 'PAYMENT' | 'REFUND' | 'CHARGEBACK';
  orderId: string;
  gatewayTransactionId: string | null;
  gross: Rupiah;
  fee: Rupiah;
  net: Rupiah;
  settledAt: Date;
}

/**
 * What the gateway says of a payment, in our words. `NOT_FOUND`: it knows no such order (a Snap page that was opened but
 * where no method was chosen also answers so). `CHALLENGE`: paid by card but held for fraud review, not money yet.
 * `UNKNOWN`: it answered, and nothing can be concluded from it: a word nobody documented, a foreign signature, no word.
 */
export type GatewayState =
  | 'NOT_FOUND'
  | 'PENDING'
  | 'CHALLENGE'
  | 'PAID'
  | 'DENIED'
  | 'CANCELLED'
  | 'EXPIRED'
  | 'FAILED'
  | 'REFUNDED'
  | 'PARTIALLY_REFUNDED'
  | 'CHARGEBACK'
  | 'PARTIAL_CHARGEBACK'
  | 'UNKNOWN';

export interface GatewayStatus {
  state: GatewayState;
  /** The gateway's own word, e.g. `settlement`; null for NOT_FOUND. */
  rawStatus: string | null;
  fraudStatus: string | null;
  gatewayTransactionId: string | null;
  /** What the answer calls the order: some channels put a name of their own there, or none. Never what it is found by. */
  orderId: string | null;
  /** Whole rupiah the gateway reports; may contain its fees. We credit our own amount, and nothing when this is less. */
  grossAmount: Rupiah | null;
  /** ISO 4217; null where the gateway names none: rupiah. */
  currency: string | null;
  /** The gateway's word for how it was paid, e.g. `bank_transfer`. */
  paymentType: string | null;
  /** Everything that went back so far. */
  reversals: GatewayReversal[];
  /** The answer as received, kept as evidence. */
  raw: Record<string, unknown>;
}

/** A notification whose signature was found right. It is a hint: the truth is asked with `status`. */
export interface NotificationHint {
  paymentId: string;
  /** Identifies the event among redeliveries: the same event has the same key. */
  eventKey: string;
  rawStatus: string;
  /** What it claims, in our words. */
  state: GatewayState;
}

export interface PaymentGateway {
  readonly name: 'midtrans' | 'tripay';
  readonly channels: readonly Channel[];
  /** Opens a payment. Throws GatewayRejected when surely nothing was created, GatewayUnreachable when nobody can know. */
  create(payment: CreatePayment): Promise<CreatedPayment>;
  /** Asks for the truth. Throws GatewayUnreachable. Never throws for an unknown order: that is state NOT_FOUND. */
  status(payment: PaymentRef): Promise<GatewayStatus>;
  /** Withdraws an unpaid payment. True when the gateway cancelled it; false when it could not (paid, unknown, ended). */
  cancel(payment: PaymentRef): Promise<boolean>;
  /**
   * Gives money back to where it came from. Repeating with one key refunds once. Throws GatewayRejected when it will not
   * be done (method, amount, state) and GatewayUnreachable when nobody can know: then `status` tells by the key.
   */
  refund(payment: PaymentRef, refund: { key: string; amount: Rupiah; reason: string }): Promise<void>;
  /**
   * Checks the signature (constant time) of a notification: over the fields of the body, or over its raw bytes with the
   * headers, as the gateway signs. Null when it is forged or not a notification.
   */
  readNotification(notification: {
    body: unknown;
    rawBody: Buffer;
    headers: Record<string, string | string[] | undefined>;
  }): NotificationHint | null;
  /** What was settled on these Jakarta days, where the gateway has an API for it; null: only as a file. */
  settlements(firstDay: string, lastDay: string): Promise<GatewaySettlement[] | null>;
}

/** The gateway answered no: nothing was created. `message` is the gateway's; it goes to logs, not to customers. */
export class GatewayRejected extends Error {
  override readonly name = 'GatewayRejected';
}

/** Time-out, network fault or 5xx: the outcome is unknown and is resolved later by `status`. */
export class GatewayUnreachable extends Error {
  override readonly name = 'GatewayUnreachable';
}

/** A gateway's settlement list as a file cannot be read: nothing of it is taken. `line` counts from 1, the header's. */
export class SettlementFileError extends Error {
  override readonly name = 'SettlementFileError';

  constructor(
    readonly line: number,
    /** As the file calls it; null: the line as a whole. */
    readonly column: string | null,
    readonly problem: SettlementFileProblem,
    /** The problem in a sentence. */
    readonly reason: string,
  ) {
    super(`Line ${line}${column === null ? '' : `, column ${column}`}: ${reason}`);
  }
}

/** Reads a gateway's settlement list as its file. Throws SettlementFileError. */
export type ReadSettlementFile = (text: string) => GatewaySettlement[];
