import type { NotificationKind } from '@minispod/contracts/notification';

interface Data {
  WELCOME: { name: string };
  TOP_UP_RECEIVED: { amount: number; balance: number };
  TOP_UP_FAILED: { amount: number; reason: 'DENIED' | 'CANCELLED' | 'EXPIRED' | 'GATEWAY_FAILED' };
  INSTANCE_RUNNING: { serviceName: string; instanceName: string; url: string | null };
  INSTANCE_FAILED: { serviceName: string; instanceName: string; problemCode: string; refunded: number };
}

/** What each kind of notification carries; money in rupiah. A kind that is missing here does not compile. */
export type NotificationData = { [K in NotificationKind]: Data[K] };
