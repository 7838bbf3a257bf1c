import type { Product } from './product.js';

type At = Pick<Product, 'midtrans' | 'mailbox' | 'kubernetes'>;

async function control<T>(method: string, url: string, body?: object): Promise<T> {
  const response = await fetch(url, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

export interface HowPaid {
  /** Midtrans' own word; default `settlement`. */
  outcome?: string;
  /** How often the merchant is told of it, all at once; default 1. */
  notify?: number;
  /** Tells `pending` after it. */
  reorder?: boolean;
  /** What Midtrans says was paid, e.g. `10071.00`. */
  grossAmount?: string;
  /** Of a partial refund, in whole rupiah. */
  refundAmount?: number;
}

/** Makes a payment end as told. */
export function endPayment({ midtrans }: At, transactionId: string, how: HowPaid = {}): Promise<unknown> {
  const command = { outcome: 'settlement', notify: 1, ...how };
  return control('POST', `${midtrans}/sandbox/transactions/${transactionId}`, command);
}

export interface SentNotification {
  body: Record<string, string>;
  state: 'waiting' | 'delivered' | 'given_up' | 'lost';
  attempts: { httpStatus: number | null }[];
}

export async function notificationsOf({ midtrans }: At, transactionId: string): Promise<SentNotification[]> {
  const url = `${midtrans}/sandbox/notifications?orderId=${transactionId}`;
  return (await control<{ items: SentNotification[] }>('GET', url)).items;
}

export function breakMidtrans({ midtrans }: At, faults: { down: boolean | 'timeout' }): Promise<unknown> {
  return control('POST', `${midtrans}/sandbox/faults`, faults);
}

export function mendMidtrans({ midtrans }: At): Promise<unknown> {
  return control('DELETE', `${midtrans}/sandbox/faults`);
}

export function mailsTo(
  { mailbox }: At,
  address: string,
): Promise<{ subject: string; text: string; messageId: string }[]> {
  return control('GET', `${mailbox}/api/messages?to=${encodeURIComponent(address)}`);
}

/** Times in ms, e.g. `readyAfterMs`: from a container's start until it is ready. */
export function setCluster({ kubernetes }: At, settings: Record<string, number>): Promise<unknown> {
  return control('PUT', `${kubernetes}/sandbox/settings`, settings);
}

export function breakCluster({ kubernetes }: At, fault: { type: string; [more: string]: unknown }) {
  return control('POST', `${kubernetes}/sandbox/faults`, fault);
}

export function mendCluster({ kubernetes }: At): Promise<unknown> {
  return control('DELETE', `${kubernetes}/sandbox/faults`);
}

/** How many objects of each kind there are, by plural name. */
export async function clusterObjects({ kubernetes }: At): Promise<Record<string, number>> {
  return (await control<{ objects: Record<string, number> }>('GET', `${kubernetes}/sandbox/state`)).objects;
}
