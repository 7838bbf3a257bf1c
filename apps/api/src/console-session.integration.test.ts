import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, startApi } from './testing/start-api.js';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

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
      { name: 'minispod_device', path: '/trpc', httpOnly: true, sameSite: 'Strict', maxAge: 34_560_000 },
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

  test.each([
    ['minispod_refresh', '/trpc/auth.refresh'],
    ['minispod_access', '/trpc/auth.logout'],
    ['minispod_access', '/api/auth/logout'],
  ])('a request with %s twice is refused, whichever comes first', async (name, url) => {
    const [mine, planted] = [await browser(), await browser()];
    const tokenOf = ({ cookies }: typeof mine) => cookies.find((cookie) => cookie.name === name)?.value;
    const both = [`${name}=${tokenOf(planted)}`, `${name}=${tokenOf(mine)}`];
    for (const cookie of [both.join('; '), both.toReversed().join('; ')]) {
      const answer = await api.ask('POST', url, {
        body: {},
        headers: { cookie, 'sec-fetch-site': 'same-origin' },
      });
      expect(answer.status).toBe(400);
      expect(answer.text).toContain('Came twice');
      expect(answer.cookies).toEqual([]);
    }
    const page = await api.ask('GET', '/login', {
      headers: { cookie: both.join('; '), accept: 'text/html' },
    });
    expect(page.status).toBe(404);
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
    // With a domain, or on another path, a browser would refuse it under this prefix.
    expect(answer.cookies.every((cookie) => !('domain' in cookie))).toBe(true);
    expect(answer.cookies).toMatchObject([
      { name: '__Host-minispod_access', path: '/', secure: true },
      { name: '__Host-minispod_refresh', path: '/', secure: true },
      { name: '__Host-minispod_device', path: '/', secure: true },
    ]);
    await secure.close();
  });
});
