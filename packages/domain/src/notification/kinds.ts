import type { NotificationKind } from '@minispod/contracts/notification';
import type { InstanceProblemCode } from '../ports/cluster.js';

/**
 * What each kind remembers of its event, as it was then. Stored as JSON and rendered whenever it is read or mailed, in
 * the reader's language; so a field added later must be optional, because older rows lack it. Amounts are rupiah.
 */
export interface NotificationData {
  WELCOME: { name: string };
  TOP_UP_RECEIVED: { amount: number; balance: number };
  TOP_UP_FAILED: { amount: number; reason: 'DENIED' | 'CANCELLED' | 'EXPIRED' | 'GATEWAY_FAILED' };
  /** `url` is null for a service that is not reached by browser. */
  INSTANCE_RUNNING: { serviceName: string; instanceName: string; url: string | null };
  /** `refunded` is null when nothing had been paid for this start. */
  INSTANCE_FAILED: {
    serviceName: string;
    instanceName: string;
    problemCode: InstanceProblemCode;
    refunded: number | null;
  };
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
