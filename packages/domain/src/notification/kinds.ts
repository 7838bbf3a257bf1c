import type { NotificationKind } from '@minispod/contracts/notification';
import type { InstanceProblemCode } from '../ports/cluster.js';

/**
 * What each kind remembers of its event, as it was then. Stored as JSON and rendered whenever it is read or mailed, in
 * the reader's language; so a field added later must be optional, because older rows lack it. Amounts are rupiah.
 */
export interface NotificationData {
  /** Without a name: nobody has shown yet that the address is theirs, and what a stranger types must not reach it. */
  WELCOME: Record<never, never>;
  /**
   * `debtPaid` went to what was owed before; `balance` is what is left. With `transactionId`, the mail carries the receipt;
   * with `serviceName`, it paid that order.
   */
  TOP_UP_RECEIVED: {
    amount: number;
    balance: number;
    debtPaid?: number;
    transactionId?: string;
    serviceName?: string;
  };
  /** `note` is an administrator's word on a proof that was not accepted; `serviceName` is what was ordered with it. */
  TOP_UP_FAILED: {
    amount: number;
    reason: 'DENIED' | 'CANCELLED' | 'EXPIRED' | 'GATEWAY_FAILED' | 'REVERSED' | 'REJECTED' | 'NOT_ACCEPTED';
    note?: string;
    serviceName?: string;
  };
  /**
   * A bank or card issuer took money back, or the gateway gave it back: `taken` was in the wallet, `owed` is owed since.
   * `excess` had been refunded before.
   */
  TOP_UP_REVERSED: {
    amount: number;
    taken: number;
    owed: number;
    excess?: number;
    reversal: 'REFUND' | 'CHARGEBACK' | 'DENIAL';
  };
  /** Money that came back paid what was owed; `left` is still owed. A top-up says so itself. */
  DEBT_PAID: { amount: number; left: number };
  REFUND_SENT: { amount: number; channel: 'SOURCE' | 'BANK_ACCOUNT'; reason: string };
  /** Not paid in time: its slot is free again. `mayStillCome`: a transfer by hand, or a payment under review, goes on. */
  ORDER_LAPSED: { serviceName: string; amount: number; mayStillCome: boolean };
  /** Paid, but its order had lapsed: the money is in the wallet. */
  CHECKOUT_LAPSED: { serviceName: string; amount: number };
  /** `url` is null for a service that is not reached by browser. */
  INSTANCE_RUNNING: { serviceName: string; instanceName: string; url: string | null };
  /** `refunded` is null when nothing had been paid for this start. */
  INSTANCE_FAILED: {
    serviceName: string;
    instanceName: string;
    problemCode: InstanceProblemCode;
    refunded: number | null;
  };
  /** Times are ISO 8601. */
  RENEWED: { serviceName: string; amount: number; balance: number; paidUntil: string };
  /** The balance will not cover what falls due at `dueAt`. */
  CREDIT_LOW: { serviceName: string; dueAt: string; daysLeft: number; amount: number; shortfall: number };
  /** Due and not covered: the service runs on until `stopsAt`. One a day. */
  PAYMENT_DUE: { serviceName: string; amountDue: number; shortfall: number; stopsAt: string };
  SUSPENDED: { serviceName: string; amountDue: number; shortfall: number; deletedAt: string };
  REACTIVATED: { serviceName: string; amount: number; paidUntil: string };
  /** Its data is deleted: the last notice. */
  EXPIRED: { serviceName: string };
  SUBSCRIPTION_ENDED: { serviceName: string };
  CANCELLED: { serviceName: string; refunded: number };
  UPGRADED: { serviceName: string; planName: string; amount: number };
  UPGRADE_FAILED: {
    serviceName: string;
    planName: string;
    refunded: number;
    problemCode: InstanceProblemCode;
  };
  DOWNGRADED: { serviceName: string; planName: string };
  /** The plan was full; with `maximum`, it allows fewer instances than there are. */
  DOWNGRADE_POSTPONED: { serviceName: string; planName: string; instances?: number; maximum?: number };
  /** A slot is kept for the reader until then. */
  WAITLIST_OFFER: { serviceName: string; planName: string; until: string };
  /** `amount` is signed. */
  CREDIT_ADJUSTED: { amount: number; balance: number; reason: string };
  /** With `instanceName` it is that one alone, and the subscription goes on. */
  /** Without a reason: the whole account is suspended. */
  SUSPENDED_BY_ADMINISTRATOR: { serviceName: string; reason: string | null; instanceName?: string };
  /** The administrator's stop is lifted, and what had been paid still lasts. */
  RESUMED: { serviceName: string; paidUntil: string };
  /** Its owner asked for it: the mail carries the PDF. */
  INVOICE_SENT: { invoiceId: string; number: string; total: number; kind: 'INVOICE' | 'CREDIT_NOTE' };
  /** `message` is the cluster's own words. */
  INSTANCE_UNHEALTHY: InstanceNames & { problemCode: InstanceProblemCode; message: string };
  INSTANCE_RECOVERED: InstanceNames;
  VOLUME_NEARLY_FULL: InstanceNames & { percent: number; storageGb: number };
  /** Percent of what the plan has, over the last quarter of an hour. */
  PROCESSOR_NEARLY_USED: InstanceNames & { percent: number };
  MEMORY_NEARLY_USED: InstanceNames & { percent: number };
  /** `reason` is the issuer's own words. */
  CERTIFICATE_TROUBLE: InstanceNames & { domain: string; reason: string };
  DOMAIN_ACTIVE: InstanceNames & { domain: string };
  /** `isFinal`: the last one, before its data is deleted. */
  BACKUP_FAILED: InstanceNames & { reason: string; isFinal: boolean };
  /** `problem` null: it runs with the data of `backupAt`, and the data before is kept until `undoUntil`. Else it runs as before. */
  RESTORE_DONE: InstanceNames & { backupAt: string; undoUntil: string | null; problem: string | null };
  UPDATE_OFFERED: InstanceNames & { version: string; current: string; isSecurityRelease: boolean };
  UPDATE_DONE: InstanceNames & { version: string };
  /** It runs `current` again, with the data from before. */
  UPDATE_ROLLED_BACK: InstanceNames & { version: string; current: string; reason: string };
  /** `until`: it can be taken back so long; null: it is removed for good. `reason`: an administrator's, who did it. */
  INSTANCE_DELETED: InstanceNames & { until: string | null; reason: string | null };
}

export interface InstanceNames {
  serviceName: string;
  instanceName: string;
}

export interface NotificationText {
  title: string;
  /** One or two sentences for the list in the console. */
  body: string;
  mail: {
    subject: string;
    /** What happened, what it means for money and data, what to do next: plain text, a paragraph each. */
    paragraphs: string[];
    /** The verb on the button to the notification's link. */
    action: string;
  };
}

/** A kind without a template does not compile. */
export type Templates = {
  [K in NotificationKind]: (data: NotificationData[K]) => NotificationText;
};
