import type { InstanceDetail } from '@minispod/contracts/instance';
import type { Product } from '@minispod/testing/product';
import { type Answer, RestClient, send, sendOk, service } from '@minispod/testing/rest-client';
import { endPayment } from '@minispod/testing/sandboxes';
import { expect, vi } from 'vitest';

/** Long enough for a real cluster on a busy machine: it pulls, starts, and ends what it stops after its grace. */
const PATIENCE = { timeout: 120_000, interval: 200 };

export const eventually = <T>(look: () => Promise<T>): Promise<T> => vi.waitFor(look, PATIENCE);

/** What a schema of the contracts lets through. */
export type ViewOf<Schema extends { parse(given: unknown): unknown }> = ReturnType<Schema['parse']>;

/** A customer with one instance, and what can be done with it by REST. */
export class Owner {
  constructor(
    private readonly client: RestClient,
    readonly subscriptionId: string,
    readonly id: string,
  ) {}

  /** Registers, pays, orders; resolves when it is ordered. */
  static async of(product: Product, slug: string, planType: string): Promise<Owner> {
    const client = await RestClient.register(product.url);
    const { transactionId } = await client.topUp(200_000);
    await endPayment(product, transactionId);
    await eventually(async () => expect(await client.wallet()).toMatchObject({ creditBalance: 200_000 }));
    const planId = await planOf(product, slug, planType);
    const { subscription, instance } = await client.subscribe(planId, `order-of-${client.session.user.id}`);
    return new Owner(client, subscription.id, instance.id);
  }

  get userId(): string {
    return this.client.session.user.id;
  }

  /** The same owner's other instance. */
  other(id: string): Owner {
    return new Owner(this.client, this.subscriptionId, id);
  }

  /** `path` after the instance's own; answers what the envelope held. */
  call<T>(method: string, path = '', body?: object): Promise<T> {
    return sendOk<T>(method, this.url(`/instances/${this.id}${path}`), this.sending(body));
  }

  ofSubscription<T>(method: string, path = '', body?: object): Promise<T> {
    return sendOk<T>(method, this.url(`/subscriptions/${this.subscriptionId}${path}`), this.sending(body));
  }

  /** That it is refused now, and in which words. */
  async expectRefused(
    status: number,
    words: RegExp,
    method: string,
    path = '',
    body?: object,
  ): Promise<void> {
    const answer: Answer<unknown> = await send(
      method,
      this.url(`/instances/${this.id}${path}`),
      this.sending(body),
    );
    expect([answer.status, answer.error?.message], `${method} ${path}`).toEqual([
      status,
      expect.stringMatching(words),
    ]);
  }

  async expectSubscriptionRefuses(words: RegExp, method: string, path: string, body: object): Promise<void> {
    const answer: Answer<unknown> = await send(
      method,
      this.url(`/subscriptions/${this.subscriptionId}${path}`),
      this.sending(body),
    );
    expect([answer.status, answer.error?.message]).toEqual([409, expect.stringMatching(words)]);
  }

  view(): Promise<InstanceDetail> {
    return this.client.instance(this.id);
  }

  async balance(): Promise<number> {
    const { creditBalance, held } = await this.client.wallet();
    expect(held).toBe(0);
    return creditBalance;
  }

  async until(status: InstanceDetail['status']): Promise<InstanceDetail> {
    return eventually(async () => {
      const view = await this.view();
      expect(view.status, view.health.reason ?? '').toBe(status);
      return view;
    });
  }

  /** No backup, restore or update is under way any more. */
  async untilLeftAlone(): Promise<InstanceDetail> {
    return eventually(async () => {
      const view = await this.view();
      expect(view.operation).toBeNull();
      return view;
    });
  }

  private url(path: string): string {
    return `${this.client.url}/api/user/services${path}`;
  }

  private sending(body: object | undefined) {
    return { token: this.client.session.accessToken, ...(body && { body }) };
  }
}

export async function planOf({ url }: Product, slug: string, planType: string): Promise<string> {
  const { plans } = await service(url, slug);
  const plan = plans.find((each) => each.planType === planType);
  return plan?.id ?? expect.fail(`${slug} has no ${planType} plan`);
}
