import { createHash, randomUUID } from 'node:crypto';
import { createLogger } from '@minispod/process/logger';
import { createQueues } from '@minispod/queues/runtime';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLimits } from './http/limits.js';
import { type Api, MIDTRANS_SERVER_KEY, soon, startApi } from './testing/start-api.js';

let api: Api;
const lines: Record<string, unknown>[] = [];
const metrics = new Registry();
beforeAll(async () => {
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
  api = await startApi({
    logger: createLogger({ name: 'api', level: 'info', destination }),
    metrics,
    metricsToken: 'a token for the metrics',
  });
});
afterAll(() => api.close());

describe('every failure comes in the envelope', () => {
  const json = { 'content-type': 'application/json' };
  test.each([
    ['an unknown route', 'GET', '/api/nothing', {}, 404, 'NOT_FOUND'],
    ['an unknown method', 'DELETE', '/api/auth/me', {}, 404, 'NOT_FOUND'],
    ['no token', 'GET', '/api/user/wallet', {}, 401, 'UNAUTHORIZED'],
    [
      'malformed JSON',
      'POST',
      '/api/auth/login',
      { headers: json, body: '{"email":' },
      400,
      'VALIDATION_ERROR',
    ],
    [
      'a poisoned prototype',
      'POST',
      '/api/auth/login',
      { headers: json, body: '{"__proto__":{}}' },
      400,
      'VALIDATION_ERROR',
    ],
    ['an array', 'POST', '/api/auth/login', { headers: json, body: '[]' }, 400, 'VALIDATION_ERROR'],
    [
      'another type',
      'POST',
      '/api/auth/login',
      { headers: { 'content-type': 'text/plain' }, body: 'a' },
      400,
      'VALIDATION_ERROR',
    ],
    [
      'XML',
      'POST',
      '/api/auth/login',
      { headers: { 'content-type': 'text/xml' }, body: '<a/>' },
      400,
      'VALIDATION_ERROR',
    ],
    [
      'too much',
      'POST',
      '/api/auth/login',
      { headers: json, body: `"${'x'.repeat(1_100_000)}"` },
      413,
      'PAYLOAD_TOO_LARGE',
    ],
    ['a broken escape', 'GET', '/api/catalog/services/%zz', {}, 400, 'VALIDATION_ERROR'],
    [
      'a query where a body belongs',
      'POST',
      '/api/auth/login?email=a',
      { body: {} },
      400,
      'VALIDATION_ERROR',
    ],
    ['a very long path', 'GET', `/api/catalog/services/${'a'.repeat(3000)}`, {}, 400, 'VALIDATION_ERROR'],
  ] as const)('%s', async (_, method, url, asked, status, code) => {
    const answer = await api.ask(method, url, asked);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ success: false, error: { code, message: expect.any(String) } });
    expect(answer.body.timestamp).toMatch(/Z$/);
    expect(answer.headers['x-request-id']).toBeTruthy();
  });

  test('an unexpected one tells a request id and nothing else, and is logged in full', async () => {
    await api.dataSource.query('ALTER TABLE wallets RENAME TO purses');
    const { accessToken } = await api.person().catch(() => ({ accessToken: '' }));
    expect(accessToken).toBeFalsy();
    const { status, body, text } = await api.ask('POST', '/api/auth/register', {
      body: { name: 'A', email: 'broken@example.test', password: 'long enough' },
      headers: { 'x-request-id': 'my-request-7' },
    });
    await api.dataSource.query('ALTER TABLE purses RENAME TO wallets');
    expect(status).toBe(500);
    expect(body.error).toEqual({
      code: 'INTERNAL',
      message: 'Something went wrong on our side',
      requestId: 'my-request-7',
    });
    expect(text).not.toMatch(/wallets|relation|at /);
    const logged = lines.find((line) => line.level === 50 && line.requestId === 'my-request-7');
    expect(JSON.stringify(logged)).toMatch(/relation \\"wallets\\" does not exist/);
    expect(JSON.stringify(lines)).not.toMatch(/long enough|argon2id/);
  });
});

test('request ids: a sane one is kept, any other replaced', async () => {
  const ask = async (id: string) =>
    (await api.ask('GET', '/health', { headers: { 'x-request-id': id } })).headers['x-request-id'];
  expect(await ask('abc-123')).toBe('abc-123');
  expect(await ask('a b')).not.toBe('a b');
  expect(await ask('x'.repeat(500))).toHaveLength(36);
});

test('one log line per request, with who and what, and no secret', async () => {
  const person = await api.person();
  lines.length = 0;
  await api.ask('GET', '/api/user/orders?page=2', { token: person.accessToken });
  await soon(() => expect(lines).toHaveLength(1));
  expect(lines[0]).toMatchObject({
    msg: 'request',
    method: 'GET',
    path: '/api/user/orders',
    status: 200,
    procedure: 'orders.list',
    userId: person.user.id,
    ms: expect.any(Number),
    requestId: expect.any(String),
  });
  expect(JSON.stringify(lines)).not.toContain(person.accessToken);
});

describe('the console over /trpc', () => {
  const post = (path: string, body: object, headers: Record<string, string> = {}) =>
    api.ask('POST', `/trpc/${path}`, { body, headers: { 'sec-fetch-site': 'same-origin', ...headers } });
  const cookieHeader = (cookies: { name: string; value: string }[]) =>
    cookies.map(({ name, value }) => `${name}=${value}`).join('; ');

  async function browser() {
    const email = `${randomUUID()}@example.test`;
    const answer = await post('auth.register', { name: 'B', email, password: 'long enough' });
    return { ...answer, cookie: cookieHeader(answer.cookies) };
  }

  test('gets its session in cookies no script can read', async () => {
    const { status, cookies, body } = await browser();
    expect(status).toBe(200);
    expect(body.result.data.accessToken).toBeTruthy();
    expect(cookies).toMatchObject([
      { name: 'minispod_access', path: '/', httpOnly: true, sameSite: 'Lax' },
      { name: 'minispod_refresh', path: '/trpc', httpOnly: true, sameSite: 'Strict', maxAge: 604_800 },
    ]);
  });

  test('is known by its cookie, refreshes by it and loses it at logout', async () => {
    const { cookie, cookies } = await browser();
    const me = await api.ask('GET', '/trpc/auth.me', { headers: { cookie } });
    expect(me.body.result.data.role).toBe('USER');
    const refreshed = await post('auth.refresh', {}, { cookie });
    expect(refreshed.status).toBe(200);
    expect(refreshed.cookies.map(({ name }) => name)).toEqual(['minispod_access', 'minispod_refresh']);
    expect(refreshed.cookies[1]?.value).not.toBe(cookies[1]?.value);
    const out = await post('auth.logout', {}, { cookie: cookieHeader(refreshed.cookies) });
    expect(out.cookies.map(({ value }) => value)).toEqual(['', '']);
    const after = await api.ask('GET', '/trpc/auth.me', {
      headers: { cookie: cookieHeader(refreshed.cookies) },
    });
    expect(after.status).toBe(401);
  });

  test.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ["a customer's app on our domain", { 'sec-fetch-site': 'same-site' }, 403],
    ['a typed address', { 'sec-fetch-site': 'none' }, 403],
    ['another origin', { 'sec-fetch-site': '', origin: 'https://evil.test' }, 403],
    ['a sandboxed frame', { 'sec-fetch-site': '', origin: 'null' }, 403],
    ['nothing said', { 'sec-fetch-site': '' }, 403],
    ['our origin', { 'sec-fetch-site': '', origin: 'http://localhost:3000' }, 200],
  ])('a change asked for by %s with our cookie: %j → %i', async (_, headers, expected) => {
    const { cookie } = await browser();
    const { 'sec-fetch-site': site, ...rest } = headers;
    const answer = await api.ask('PUT', '/api/auth/me', {
      body: { name: 'Changed' },
      headers: { ...rest, cookie, ...(site && { 'sec-fetch-site': site }) },
    });
    expect(answer.status).toBe(expected);
    if (expected === 403) expect(answer.body.error.code).toBe('FORBIDDEN');
  });

  test('login itself cannot be made from another site', async () => {
    const { status } = await post(
      'auth.login',
      { email: 'a@b.co', password: 'x' },
      { 'sec-fetch-site': 'cross-site' },
    );
    expect(status).toBe(403);
  });

  test('form posts change nothing', async () => {
    const { cookie } = await browser();
    const answer = await api.ask('POST', '/trpc/notifications.markAllRead', {
      body: 'a=b',
      headers: {
        cookie,
        'content-type': 'application/x-www-form-urlencoded',
        'sec-fetch-site': 'same-origin',
      },
    });
    expect(answer.status).toBe(400);
  });

  test('hears the same codes and details, and no stack', async () => {
    const wrong = await post('auth.login', { email: 'nowhere', password: 'x', more: 1 });
    expect(wrong.status).toBe(400);
    expect(wrong.body.error.data).toMatchObject({
      appCode: 'VALIDATION_ERROR',
      details: { email: expect.any(String), more: 'Unknown field' },
      requestId: wrong.headers['x-request-id'],
    });
    const nobody = await api.ask('GET', '/trpc/wallet.get');
    expect(nobody.body.error.data.appCode).toBe('UNAUTHORIZED');
    expect(nobody.text).not.toContain('stack');
    const unknown = await api.ask('GET', '/trpc/nothing.here');
    expect(unknown.body.error.data.appCode).toBe('NOT_FOUND');
    const extra = await api.ask('GET', `/trpc/catalog.categories?input=${encodeURIComponent('{"a":1}')}`);
    expect(extra.body.error.data.details).toEqual({ a: 'Unknown field' });
  });

  test('over https its cookies are tied to this host and to TLS', async () => {
    const secure = await startApi({ publicUrl: 'https://pods.example' });
    const answer = await secure.ask('POST', '/trpc/auth.register', {
      body: { name: 'B', email: 'b@example.test', password: 'long enough' },
      headers: { 'sec-fetch-site': 'same-origin' },
    });
    expect(answer.cookies).toMatchObject([
      { name: '__Host-minispod_access', path: '/', secure: true },
      { name: '__Secure-minispod_refresh', secure: true },
    ]);
    await secure.close();
  });
});

describe('payment notifications', () => {
  const sign = (fields: { order_id: string; status_code: string; gross_amount: string }) =>
    createHash('sha512')
      .update(fields.order_id + fields.status_code + fields.gross_amount + MIDTRANS_SERVER_KEY)
      .digest('hex');
  const notify = (over: Record<string, unknown> = {}, orderId: string = randomUUID()) => {
    const fields = { order_id: orderId, status_code: '200', gross_amount: '100000.00' };
    return api.ask('POST', '/api/webhooks/midtrans/notification', {
      body: {
        ...fields,
        signature_key: sign(fields),
        transaction_status: 'settlement',
        transaction_id: randomUUID(),
        ...over,
      },
    });
  };

  test('with a wrong signature, or none: 401 and nothing is stored', async () => {
    for (const signature_key of ['0'.repeat(128), '', 7, null, undefined]) {
      expect((await notify({ signature_key })).status).toBe(401);
    }
    expect((await api.ask('POST', '/api/webhooks/midtrans/notification')).status).toBe(401);
    const [{ events }] = await api.dataSource.query('SELECT count(*) AS events FROM gateway_events');
    expect(events).toBe(0);
  });

  test('about an order we do not know, and the dashboard’s own test: 404', async () => {
    expect((await notify()).status).toBe(404);
    expect((await notify({}, 'payment_notif_test_G123_x')).status).toBe(404);
  });

  test('about a top-up: 200 and one event, however often it comes', async () => {
    const { accessToken } = await api.person();
    const refused = await api.ask('POST', '/api/user/wallet/topup', {
      token: accessToken,
      body: { amount: 100_000, paymentMethod: 'QRIS' },
    });
    expect(refused).toMatchObject({ status: 502, body: { error: { code: 'GATEWAY_ERROR' } } });
    const [payment] = await api.dataSource.query('SELECT id FROM payments ORDER BY created_at DESC LIMIT 1');
    const transaction_id = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => notify({ transaction_id }, payment.id)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const events = await api.dataSource.query('SELECT deliveries FROM gateway_events');
    expect(events).toEqual([{ deliveries: 20 }]);
  });
});

describe('for those who look after it', () => {
  test('health', async () => {
    expect((await api.ask('GET', '/health')).body).toEqual({ status: 'healthy' });
    expect((await api.ask('GET', '/health/ready')).body).toEqual({ status: 'ready' });
    expect((await api.ask('GET', '/health/db')).body).toEqual({
      status: 'healthy',
      database: 'connected',
      latency_ms: expect.any(Number),
    });
  });

  test('not ready while a migration is missing', async () => {
    await api.dataSource.query('ALTER TABLE migrations RENAME TO migrations_away');
    expect((await api.ask('GET', '/health/ready')).status).toBe(503);
    await api.dataSource.query('ALTER TABLE migrations_away RENAME TO migrations');
  });

  test('metrics only with their token', async () => {
    expect((await api.ask('GET', '/metrics')).status).toBe(401);
    expect((await api.ask('GET', '/metrics', { token: 'another' })).status).toBe(401);
    const answer = await api.ask('GET', '/metrics', {
      headers: { authorization: 'Bearer a token for the metrics' },
    });
    expect(answer.text).toContain(
      'http_request_duration_seconds_count{method="GET",route="/health",status="200"}',
    );
  });

  test('a database that is away is said to be, by everything', async () => {
    const away = await startApi();
    const { accessToken } = await away.person();
    await away.dataSource.destroy();
    expect((await away.ask('GET', '/health')).status).toBe(200);
    expect((await away.ask('GET', '/health/ready')).status).toBe(503);
    expect(await away.ask('GET', '/health/db')).toMatchObject({
      status: 503,
      body: { status: 'unhealthy', database: 'disconnected' },
    });
    const wallet = await away.ask('GET', '/api/user/wallet', { token: accessToken });
    expect(wallet).toMatchObject({ status: 503, body: { error: { code: 'UNAVAILABLE' } } });
    expect(wallet.headers['retry-after']).toBe('5');
    const trpc = await away.ask('GET', '/trpc/wallet.get', { token: accessToken });
    expect(trpc).toMatchObject({ status: 503, body: { error: { data: { appCode: 'UNAVAILABLE' } } } });
    await away.dataSource.initialize();
    expect((await away.ask('GET', '/api/user/wallet', { token: accessToken })).status).toBe(200);
    await away.close();
  });
});

describe('the queues’ board', () => {
  test('opens for administrators alone', async () => {
    const queues = await createQueues({
      databaseUrl: api.databaseUrl,
      logger: createLogger({ name: 'queues', level: 'silent' }),
    });
    const board = await startApi({ queues: queues.queues });
    const ask = async (token?: string) => board.ask('GET', '/ops/queues/api/queues', { token });
    expect((await ask()).body.error.code).toBe('UNAUTHORIZED');
    expect((await ask((await board.person()).accessToken)).body.error.code).toBe('FORBIDDEN');
    const administrator = await board.person();
    await board.dataSource.query("UPDATE users SET role = 'ADMINISTRATOR' WHERE id = $1", [
      administrator.user.id,
    ]);
    const { status, body } = await ask(administrator.accessToken);
    expect(status).toBe(200);
    expect(body.queues.map(({ name }: { name: string }) => name)).toContain('provisioning');
    const retry = await board.ask('PUT', '/ops/queues/api/queues/provisioning/retry/failed', {});
    expect(retry.status).toBe(401);
    await board.close();
    await queues.close();
  });
});

describe('rate limits', () => {
  test('hold one account to ten attempts a minute, wherever they come from', async () => {
    const limited = await startApi({ limits: createLimits(null), trustProxy: '127.0.0.1' });
    const attempt = (n: number) =>
      limited.ask('POST', '/api/auth/login', {
        body: { email: 'victim@example.test', password: `guess ${n}` },
        headers: { 'x-forwarded-for': `10.0.0.${n}` },
      });
    const answers = [];
    for (let n = 1; n <= 11; n++) answers.push(await attempt(n));
    expect(answers.map(({ status }) => status)).toEqual([...Array(10).fill(401), 429]);
    const last = answers.at(-1);
    expect(last?.body.error.code).toBe('RATE_LIMITED');
    expect(Number(last?.headers['retry-after'])).toBeGreaterThan(0);
    await limited.close();
  });

  test('hold one address to thirty, over both interfaces and inside a batch', async () => {
    const limited = await startApi({ limits: createLimits(null) });
    const batch = Object.fromEntries(
      Array.from({ length: 20 }, (_, n) => [n, { refreshToken: `unknown token ${n}` }]),
    );
    const path = Array(20).fill('auth.refresh').join(',');
    await limited.ask('POST', `/trpc/${path}?batch=1`, {
      body: batch,
      headers: { 'sec-fetch-site': 'same-origin' },
    });
    const statuses = [];
    for (let n = 0; n < 11; n++) {
      const { status } = await limited.ask('POST', '/api/auth/refresh', {
        body: { refreshToken: `more ${n}` },
      });
      statuses.push(status);
    }
    expect(statuses).toEqual([...Array(10).fill(401), 429]);
    const trpc = await limited.ask('POST', '/trpc/auth.login', {
      body: { email: 'a@b.co', password: 'x' },
      headers: { 'sec-fetch-site': 'same-origin' },
    });
    expect(trpc).toMatchObject({ status: 429, body: { error: { data: { appCode: 'RATE_LIMITED' } } } });
    expect(trpc.headers['retry-after']).toBeTruthy();
    await limited.close();
  });
});

describe('the document', () => {
  test('describes every REST path with its envelope and status', async () => {
    const { body, headers } = await api.ask('GET', '/api/openapi.json');
    expect(headers['content-type']).toContain('application/json');
    expect(body.openapi).toMatch(/^3\.1/);
    expect(Object.keys(body.paths)).toContain('/user/services/subscribe');
    const subscribe = body.paths['/user/services/subscribe'].post;
    expect(Object.keys(subscribe.responses)).toEqual(['201', 'default']);
    expect(subscribe.responses['201'].content['application/json'].schema.required).toEqual([
      'success',
      'data',
      'timestamp',
    ]);
    for (const [path, item] of Object.entries<Record<string, { operationId: string }>>(body.paths)) {
      for (const [method, operation] of Object.entries(item)) {
        expect(operation.operationId, `${method} ${path}`).toBeTruthy();
        const url = `/api${path.replace(/\{\w+\}/g, 'x')}`;
        const answer = await api.ask(method.toUpperCase() as 'GET', url, {
          body: method === 'get' ? undefined : {},
        });
        // The route exists: what is missing is a token, an input or the thing itself.
        expect([200, 400, 401, 404], `${method} ${path}`).toContain(answer.status);
        if (answer.status === 404) expect(answer.body.error.message).not.toContain('address');
      }
    }
  });

  test('is rendered from here alone, under a strict policy', async () => {
    const page = await api.ask('GET', '/api/docs');
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toContain("default-src 'self'");
    expect(page.headers['content-security-policy']).not.toMatch(/script-src[^;]*unsafe/);
    const sources = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? '');
    expect(sources).toHaveLength(3);
    for (const source of sources) expect((await api.ask('GET', source)).status).toBe(200);
    expect((await api.ask('GET', '/api/docs/files/package.json')).status).toBe(404);
  });
});
