import { randomUUID } from 'node:crypto';
import type { SessionView } from '@minispod/contracts/account';
import type { ServiceView } from '@minispod/contracts/catalog';
import type { CheckoutInput, CheckoutView, PayOrderView } from '@minispod/contracts/checkout';
import type { ErrorCode } from '@minispod/contracts/error-codes';
import type { InstanceDetail } from '@minispod/contracts/instance';
import type { OrderDetail } from '@minispod/contracts/order';
import type { List } from '@minispod/contracts/shared';
import type { SubscribeInput, SubscribeView, SubscriptionView } from '@minispod/contracts/subscription';
import type { TopUpInput, TopUpView, TransactionView, WalletView } from '@minispod/contracts/wallet';

/** What the envelope held; `data` when it was a success, `error` when not. */
export interface Answer<T> {
  status: number;
  data: T;
  error?: { code: ErrorCode; message: string; details?: Record<string, unknown> };
}

/** An answer that was no success. */
export class RefusedError extends Error {
  constructor(readonly answer: Answer<unknown>) {
    super(`${answer.status} ${answer.error?.code}: ${answer.error?.message}`);
  }
}

interface Sending {
  body?: object;
  token?: string | undefined;
  headers?: Record<string, string>;
}

/** One request as it is, also a refused one. Throws only when there was no answer. */
export async function send<T>(
  method: string,
  url: string,
  { body, token, headers }: Sending = {},
): Promise<Answer<T>> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(token && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const envelope = (await response.json()) as Pick<Answer<T>, 'data' | 'error'>;
  return { status: response.status, data: envelope.data, ...(envelope.error && { error: envelope.error }) };
}

/** Throws RefusedError. */
export async function sendOk<T>(method: string, url: string, sending?: Sending): Promise<T> {
  const answer = await send<T>(method, url, sending);
  if (answer.error || answer.status >= 400) throw new RefusedError(answer);
  return answer.data;
}

export const password = 'only-for-tests-1';

/** One person at the REST interface, logged in. */
export class RestClient {
  constructor(
    readonly url: string,
    readonly session: SessionView,
  ) {}

  static async register(url: string, name = 'Budi Santoso'): Promise<RestClient> {
    const email = `${randomUUID()}@example.test`;
    const body = { name, email, password, locale: 'en' };
    return new RestClient(url, await sendOk('POST', `${url}/api/auth/register`, { body }));
  }

  static async login(url: string, email: string, withPassword = password): Promise<RestClient> {
    const body = { email, password: withPassword };
    return new RestClient(url, await sendOk('POST', `${url}/api/auth/login`, { body }));
  }

  get email(): string {
    return this.session.user.email;
  }

  get<T>(path: string): Promise<T> {
    return sendOk('GET', `${this.url}/api${path}`, { token: this.session.accessToken });
  }

  post<T>(path: string, body: object, headers: Record<string, string> = {}): Promise<T> {
    return sendOk('POST', `${this.url}/api${path}`, { body, headers, token: this.session.accessToken });
  }

  topUp(amount: number, more: Partial<TopUpInput> = {}): Promise<TopUpView> {
    return this.post('/user/wallet/topup', { amount, paymentMethod: 'BANK_TRANSFER', ...more });
  }

  topUpStatus(transactionId: string): Promise<TopUpView> {
    return this.get(`/user/wallet/topup/${transactionId}`);
  }

  wallet(): Promise<WalletView> {
    return this.get('/user/wallet');
  }

  transactions(): Promise<List<TransactionView>> {
    return this.get('/user/wallet/transactions');
  }

  /** The same `key` is the same intent, however often it is sent. */
  subscribe(planId: string, key: string, more: Partial<SubscribeInput> = {}): Promise<SubscribeView> {
    return this.post('/user/services/subscribe', { planId, ...more }, { 'idempotency-key': key });
  }

  /** Pays at once, by bank transfer unless told otherwise. */
  checkout(planId: string, more: Partial<CheckoutInput> = {}): Promise<CheckoutView> {
    return this.post('/user/services/checkout', {
      planId,
      paymentMethod: 'BANK_TRANSFER',
      bank: 'bca',
      ...more,
    });
  }

  subscriptions(): Promise<List<SubscriptionView>> {
    return this.get('/user/services/subscriptions');
  }

  instance(id: string): Promise<InstanceDetail> {
    return this.get(`/user/services/instances/${id}`);
  }

  payOrder(id: string, way: Pick<CheckoutInput, 'paymentMethod' | 'bank' | 'wallet'>): Promise<PayOrderView> {
    return this.post(`/user/orders/${id}/pay`, way);
  }

  order(id: string): Promise<OrderDetail> {
    return this.get(`/user/orders/${id}`);
  }
}

/** A service with its plans, as anybody sees it. */
export function service(url: string, slug: string): Promise<ServiceView> {
  return sendOk('GET', `${url}/api/catalog/services/${slug}`);
}
