import { createLogger } from '@minispod/process/logger';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, soon, startApi } from './testing/start-api.js';

let api: Api;
const lines: Record<string, unknown>[] = [];
beforeAll(async () => {
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
  api = await startApi({
    logger: createLogger({ name: 'api', level: 'info', destination }),
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
