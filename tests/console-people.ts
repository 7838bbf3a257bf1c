import type { Product } from '@minispod/testing/product';
import type { APIRequestContext, Browser, BrowserContext } from 'playwright-core';
import { vi } from 'vitest';

type Session = Awaited<ReturnType<BrowserContext['storageState']>>;

/** A customer with credit and an operator, both logged in. */
export interface People {
  owner: Session;
  operator: Session;
  /** A question or an order of the owner's, as the console sends it; throws what it is refused with. */
  ask<T>(path: string, input: object): Promise<T>;
  call<T>(path: string, input: object): Promise<T>;
  /** What comes round once a minute comes round now. */
  passMinute(): Promise<void>;
}

export async function givenPeople(browser: Browser, product: Product): Promise<People> {
  const as = async <T>(session: Session | undefined, act: (request: APIRequestContext) => Promise<T>) => {
    const context = await browser.newContext({ storageState: session });
    try {
      return { result: await act(context.request), session: await context.storageState() };
    } finally {
      await context.close();
    }
  };
  const send = async <T>(request: APIRequestContext, path: string, data: object): Promise<T> => {
    const headers = { origin: product.url };
    return unwrap(path, await request.post(`${product.url}/trpc/${path}`, { data, headers }));
  };
  const fetchOf = async <T>(request: APIRequestContext, path: string, input?: object): Promise<T> => {
    const query = input ? `?input=${encodeURIComponent(JSON.stringify(input))}` : '';
    return unwrap(path, await request.get(`${product.url}/trpc/${path}${query}`));
  };
  const administrator = { email: 'admin@minispod.local', password: passwordOf(product) };
  const operator = (await as(undefined, (request) => send(request, 'auth.login', administrator))).session;
  const registered = await as(undefined, (request) =>
    send<{ user: { id: string } }>(request, 'auth.register', {
      name: 'Dewi Lestari',
      locale: 'en',
      email: `dewi-${Date.now()}@example.test`,
      password: 'only-for-tests-1',
    }),
  );
  const owner = registered.session;
  const credit = { id: registered.result.user.id, amount: 2_000_000, reason: 'For a test' };
  await as(operator, (request) => send(request, 'admin.wallet.adjust', credit));
  return {
    owner,
    operator,
    call: async <T>(path: string, input: object) =>
      (await as(owner, (request) => send<T>(request, path, input))).result,
    ask: async <T>(path: string, input: object) =>
      (await as(owner, (request) => fetchOf<T>(request, path, input))).result,
    passMinute: async () => {
      await as(operator, async (request) => {
        const { now } = await fetchOf<{ now: string }>(request, 'admin.clock.get');
        const to = new Date(Date.parse(now) + 60_000).toISOString();
        await send(request, 'admin.clock.advance', { to });
      });
    },
  };
}

async function unwrap<T>(path: string, answer: { json(): Promise<unknown> }): Promise<T> {
  const body = (await answer.json()) as { result?: { data: T }; error?: { message: string } };
  if (!body.result) throw new Error(`${path}: ${body.error?.message}`);
  return body.result.data;
}

/** What the product prints when it starts for the first time. */
function passwordOf(product: Product): string {
  return /admin@minispod\.local\s+(\S+)/.exec(product.output())?.[1] ?? '';
}

/** A service of the owner's that runs; unless asked otherwise n8n with its Premium plan: that one has domains. */
export async function givenService(
  { ask, call }: People,
  instanceName: string,
  { service = 'n8n', plan = 'PREMIUM' } = {},
): Promise<string> {
  const { plans } = await ask<{ plans: { id: string; planType: string }[] }>('catalog.service', {
    serviceSlug: service,
  });
  const { instance } = await call<{ instance: { id: string } }>('subscriptions.subscribe', {
    planId: plans.find(({ planType }) => planType === plan)?.id,
    instanceName,
  });
  const running = async () => {
    const { status } = await ask<{ status: string }>('instances.get', { id: instance.id });
    if (status !== 'RUNNING') throw new Error(`it is ${status}`);
  };
  await vi.waitFor(running, { timeout: 60_000, interval: 500 });
  return instance.id;
}
