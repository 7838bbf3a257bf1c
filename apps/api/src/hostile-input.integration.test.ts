import { randomUUID } from 'node:crypto';
import { ERROR_STATUS, type ErrorCode } from '@minispod/contracts/error-codes';
import { type SimulatedKubernetes, startSimulatedKubernetes } from '@minispod/local/kubernetes/server';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { PROCEDURES } from './testing/procedures.js';
import { type Api, startApi } from './testing/start-api.js';
import type { Meta } from './trpc/procedures.js';

// Some twenty thousand requests, on a machine that other tests share.
vi.setConfig({ testTimeout: 240_000 });

const targets = PROCEDURES.filter(({ type }) => type !== 'subscription');

let simulated: SimulatedKubernetes;
let api: Api;
let token: string;
let administratorToken: string;
beforeAll(async () => {
  simulated = await startSimulatedKubernetes({ port: 0, ingressPort: 0 });
  api = await startApi({ kubeConfig: { kind: 'text', yaml: simulated.kubeconfig } });
  token = (await api.person()).accessToken;
  administratorToken = (await api.administrator()).accessToken;
});
afterAll(async () => {
  // Whatever was sent, the caller's own session lived to the end: nothing above was refused for want of one.
  expect((await api.ask('GET', '/api/auth/me', { token })).status).toBe(200);
  await api.close();
  await simulated.close();
});

type Answer = Awaited<ReturnType<Api['ask']>>;

/** Logging out must not end the session that all the others are asked with. */
function tokenFor(path: string): string | undefined {
  if (path === 'auth.logout') return undefined;
  return path.startsWith('admin.') ? administratorToken : token;
}

/** 2xx, or a declared code with its own status. */
function expectDeclared(answer: Answer, what: string): void {
  if (answer.status >= 200 && answer.status < 300) return;
  const error = answer.body?.error;
  const code = (error?.code in ERROR_STATUS ? error.code : error?.data?.appCode) as ErrorCode;
  expect(ERROR_STATUS[code], `${what}\n${answer.text}`).toBe(answer.status);
  expect(code, `${what}\n${answer.text}`).not.toBe('INTERNAL');
  expect(code, `${what}\n${answer.text}`).not.toBe('UNAVAILABLE');
  if (code === 'VALIDATION_ERROR') {
    const details = error.details ?? error.data.details;
    expect(Object.keys(details ?? {}).length, `${what}\n${answer.text}`).toBeGreaterThan(0);
  }
}

describe('hostile input', () => {
  const HOSTILE: unknown[] = [
    ...[
      null,
      true,
      -1,
      0,
      1.5,
      1e308,
      Number.MAX_SAFE_INTEGER + 2,
      [],
      [[]],
      {},
      { $ne: null },
      { toString: 'x' },
    ],
    ...['', ' ', '\0', 'a\0b', '\ud800', '\udfff\ud800', '𐀀😀', '٣', 'x'.repeat(2_000), '\u202e', '\r\nx: y'],
    ...[
      "' OR 1=1 --",
      '"; DROP TABLE users; --',
      '$1',
      '%',
      '\\',
      '../../../etc/passwd',
      '..%2f..%2f',
      'NaN',
      '1e9',
    ],
    ...[
      '&a [*a, *a]',
      '!!js/function "x"',
      '$' + '{instance.url}',
      '0x10',
      randomUUID(),
      '00000000-0000-0000-0000-000000000000',
    ],
    ...[
      '0000-01-01T00:00:00Z',
      '0001-01-01T00:00:00Z',
      '9999-12-31T23:59:59.999+23:59',
      '2026-02-30T00:00:00Z',
    ],
    ...['1', '99999999999999999999', '-271821-04-20T00:00:00.000Z', 'a@b.co', 'constructor', '__proto__'],
    JSON.parse('['.repeat(2_000) + ']'.repeat(2_000)),
  ];
  const UNKNOWN = ['unknown', '', 'a.b', 'constructor', 'toString'];

  /** For each field a value that is right, so that the hostile one beside it gets as far as it can. */
  const RIGHT: Record<string, unknown> = {
    name: 'Name',
    email: 'fuzz@example.test',
    password: 'long enough',
    amount: 10_000,
    paymentMethod: 'QRIS',
    billingCycle: 'MONTHLY',
    subdomain: 'my-app',
    categorySlug: 'automation',
    serviceSlug: 'n8n',
    envVars: { KEY: 'value' },
    kind: 'RENEWED',
    mail: true,
    reason: 'Because of a test',
    when: 'now',
  };

  async function rightInput(fields: string[]) {
    const { body } = await api.ask('GET', '/api/catalog/services/n8n');
    const right: Record<string, unknown> = {
      ...RIGHT,
      id: randomUUID(),
      transactionId: randomUUID(),
      planId: body.data.plans[0].id,
    };
    return Object.fromEntries(fields.filter((name) => name in right).map((name) => [name, right[name]]));
  }

  test('is looked for in every field there is', () => {
    const fields = new Set(targets.flatMap((target) => target.fields));
    for (const field of ['email', 'planId', 'envVars', 'from', 'page', 'q', 'returnTo', 'requestId']) {
      expect(fields).toContain(field);
    }
  });

  test('in each field in turn, over REST', async () => {
    for (const { path, openapi, fields } of targets) {
      if (!openapi) continue;
      const right = await rightInput(fields);
      for (const field of fields) {
        await Promise.all(HOSTILE.map((value) => askRest(path, openapi, { ...right, [field]: value })));
      }
      for (const field of UNKNOWN) {
        const answer = await askRest(path, openapi, { ...right, [field]: 1 });
        expect(answer.body.error?.code, `${path} ${field}`).toMatch(/VALIDATION_ERROR/);
      }
    }
  });

  async function askRest(
    name: string,
    { method, path }: NonNullable<Meta['openapi']>,
    input: Record<string, unknown>,
  ) {
    const rest = { ...input };
    const url = `/api${path.replace(/\{(\w+)\}/g, (_, parameter: string) => {
      const value = asText(rest[parameter]);
      delete rest[parameter];
      return encodeURIComponent(value) || 'x';
    })}`;
    const query = Object.entries(rest).map(
      ([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(asText(value))}`,
    );
    const answer = await (method === 'GET' || method === 'DELETE'
      ? api.ask(method, `${url}?${query.join('&')}`, { token: tokenFor(name) })
      : api.ask(method as 'POST', url, { token: tokenFor(name), body: rest }));
    expectDeclared(answer, `${name} ${JSON.stringify(input).slice(0, 300)}`);
    return answer;
  }

  /** As a URL can carry it: half a surrogate pair cannot be written there. */
  function asText(value: unknown): string {
    const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
    return text.replace(/\p{Surrogate}/gu, '\ufffd').slice(0, 3_000);
  }

  test('in each field in turn, over tRPC', async () => {
    let turn = 0;
    for (const { path, type, openapi, fields } of targets) {
      const right = await rightInput(fields);
      // What REST was asked above meets the same schema here: each field gets every third value, another third each time.
      const values = () => HOSTILE.filter((_, index) => !openapi || (index + turn) % 3 === 0);
      for (const field of fields) {
        turn++;
        await Promise.all(values().map((value) => askTrpc(path, type, { ...right, [field]: value })));
      }
      await Promise.all(values().map((value) => askTrpc(path, type, value)));
    }
  });

  async function askTrpc(path: string, type: string, input: unknown) {
    const json = JSON.stringify(input) ?? '';
    const headers = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };
    const answer = await (type === 'query'
      ? api.ask('GET', `/trpc/${path}?input=${encodeURIComponent(json)}`, { token: tokenFor(path), headers })
      : api.ask('POST', `/trpc/${path}`, { token: tokenFor(path), headers, body: json }));
    expectDeclared(answer, `${path} ${json.slice(0, 300)}`);
  }

  test('that nobody thought of', async () => {
    const anything = fc.anything({ maxDepth: 3 }).filter((value) => {
      try {
        return JSON.stringify(value) !== undefined;
      } catch {
        return false;
      }
    });
    for (const { path, type, openapi, fields } of targets) {
      const right = await rightInput(fields);
      const name = fc.constantFrom(...fields, 'unknown');
      await fc.assert(
        fc.asyncProperty(name, fc.oneof(anything, fc.string({ unit: 'binary' })), async (field, value) => {
          await askTrpc(path, type, { ...right, [field]: value });
          if (openapi) await askRest(path, openapi, { ...right, [field]: value });
        }),
        { numRuns: 5, seed: 20_260_115 },
      );
    }
  });

  test('as a body that is no JSON object', async () => {
    for (const { path: name, openapi } of targets) {
      if (!openapi || openapi.method === 'GET') continue;
      const { method, path } = openapi;
      const url = `/api${path.replace(/\{\w+\}/g, randomUUID())}`;
      for (const body of [
        '',
        '{',
        'null',
        '7',
        '"text"',
        '[1]',
        '{"a":1}{',
        '\ufeff{}',
        '{"a":'.repeat(50_000),
      ]) {
        const headers = { 'content-type': 'application/json' };
        const answer = await api.ask(method as 'POST', url, { token: tokenFor(name), headers, body });
        expectDeclared(answer, `${name} ${body.slice(0, 40)}`);
      }
    }
  });

  test('in the webhook', async () => {
    for (const value of HOSTILE) {
      const answer = await api.ask('POST', '/api/webhooks/midtrans/notification', {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(value),
      });
      expect([400, 401], answer.text).toContain(answer.status);
    }
  });
});
