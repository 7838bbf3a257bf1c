import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, startApi } from '../testing/start-api.js';

const SHOP = 'https://shop.example';
let api: Api;
beforeAll(async () => {
  api = await startApi({ corsOrigins: [SHOP], requestTimeoutMs: 300 });
});
afterAll(() => api.close());

test('a client that never finishes its request is answered and cut off', async () => {
  await api.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = api.app.server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write('POST /api/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n');
  socket.write('Content-Length: 100\r\n\r\n{"email":');
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /);
});

test('what may be about a person is kept by no cache; the catalog is the same for everybody', async () => {
  const { accessToken } = await api.person();
  const wallet = await api.ask('GET', '/api/user/wallet', { token: accessToken });
  expect(wallet.headers['cache-control']).toBe('private, no-store');
  expect((await api.ask('GET', '/api/user/wallet')).headers['cache-control']).toBe('no-store');
  const catalog = await api.ask('GET', '/api/catalog/categories');
  expect(catalog.headers['cache-control']).not.toBe('private, no-store');
});

test('probes that come together ask the database once', async () => {
  const asked: string[] = [];
  const { dataSource } = api;
  const query = dataSource.query.bind(dataSource);
  dataSource.query = (statement: string, ...rest: never[]) => {
    asked.push(statement);
    return query(statement, ...rest);
  };
  const answers = await Promise.all(Array.from({ length: 50 }, () => api.ask('GET', '/health/db')));
  dataSource.query = query;
  expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200));
  expect(asked).toEqual(['SELECT 1']);
});

describe('a web page elsewhere', () => {
  const preflight = (origin: string) =>
    api.ask('OPTIONS' as 'GET', '/api/user/wallet', {
      headers: {
        origin,
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'authorization',
      },
    });

  test('may call the API with a token when its origin is named, and no cookie goes along', async () => {
    const { headers } = await preflight(SHOP);
    expect(headers['access-control-allow-origin']).toBe(SHOP);
    expect(headers['access-control-allow-headers']).toContain('authorization');
    expect(headers['access-control-allow-credentials']).toBeUndefined();
  });

  test('may not when it is another', async () => {
    const { headers } = await preflight('https://elsewhere.example');
    expect(headers['access-control-allow-origin']).not.toBe('https://elsewhere.example');
    const silent = await startApi();
    const answer = await silent.ask('GET', '/api/catalog/categories', { headers: { origin: SHOP } });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    await silent.close();
  });
});

test('an answer to a thousand unknown fields names twenty, and no long one whole', async () => {
  const body = Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`${n}`.repeat(200), n]));
  const { status, text: answer, body: said } = await api.ask('POST', '/api/auth/login', { body });
  expect(status).toBe(400);
  expect(Object.keys(said.error.details)).toHaveLength(20);
  expect(answer.length).toBeLessThan(5_000);
});

test('a field called __proto__ is refused over tRPC as over REST', async () => {
  const { accessToken } = await api.person();
  const response = await api.app.inject({
    method: 'POST',
    url: '/trpc/auth.updateProfile',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    payload: '{"name":"Siti","__proto__":{"role":"ADMINISTRATOR"}}',
  });
  expect(response.statusCode).toBe(400);
  expect(Object.entries(response.json().error.data.details)).toEqual([['__proto__', 'Unknown field']]);
});
