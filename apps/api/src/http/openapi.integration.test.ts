import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, startApi } from '../testing/start-api.js';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

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

  test('says how long an Idempotency-Key may be, and a longer one is refused', async () => {
    const { body } = await api.ask('GET', '/api/openapi.json');
    const update = body.paths['/user/services/subscriptions/{id}'];
    const key = update.put.parameters.find(({ name }: { name: string }) => name === 'Idempotency-Key');
    expect(key).toMatchObject({ in: 'header', schema: { minLength: 8, maxLength: 128 } });
    expect(JSON.stringify(update.get.parameters)).not.toContain('Idempotency-Key');
    const { accessToken: token } = await api.person();
    const ask = (length: number) =>
      api.ask('PUT', '/api/user/services/subscriptions/00000000-0000-7000-8000-000000000000', {
        token,
        body: { autoRenew: true },
        headers: { 'idempotency-key': 'k'.repeat(length) },
      });
    for (const length of [7, 129]) expect((await ask(length)).body.error.code).toBe('VALIDATION_ERROR');
    for (const length of [8, 128]) expect((await ask(length)).body.error.code).toBe('NOT_FOUND');
  });

  test('is rendered from here alone, under a strict policy', async () => {
    const page = await api.ask('GET', '/api/docs');
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toContain("default-src 'self'");
    expect(page.headers['content-security-policy']).not.toMatch(/script-src[^;]*unsafe/);
    const sources = [...page.text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path ?? '');
    expect(sources).toHaveLength(3);
    for (const source of sources) expect((await api.ask('GET', source)).status).toBe(200);
    expect((await api.ask('GET', '/api/docs/files/package.json')).status).toBe(404);
  });
});
