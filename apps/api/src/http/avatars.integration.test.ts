import type { AddressInfo } from 'node:net';
import { MAXIMUM_AVATAR } from '@minispod/contracts/account';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, startApi } from '../testing/start-api.js';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

let api: Api;
let url: string;
let token: string;
beforeAll(async () => {
  api = await startApi();
  await api.app.listen({ port: 0, host: '127.0.0.1' });
  url = `http://127.0.0.1:${(api.app.server.address() as AddressInfo).port}`;
  token = (await api.person()).accessToken;
});
afterAll(() => api.close());

async function upload(content: Buffer | string, as = token) {
  const body = new FormData();
  body.append('file', new Blob([content], { type: 'image/png' }), 'me.png');
  const headers = { ...(as && { authorization: `Bearer ${as}` }) };
  const answer = await fetch(`${url}/api/auth/me/avatar`, { method: 'POST', headers, body });
  return (await answer.json()) as { data: { avatar: string }; error?: unknown };
}
const look = (path: string, as: string) => fetch(url + path, { headers: { authorization: `Bearer ${as}` } });
const me = async () => (await api.ask('GET', '/api/auth/me', { token })).body.data;

test('is shown by its owner’s account, seen by them and administrators alone, and runs nothing', async () => {
  expect((await me()).avatar).toBeNull();
  const { data } = await upload(PNG);
  expect(data.avatar).toMatch(/^\/api\/users\/[0-9a-f-]{36}\/avatar\?v=[0-9a-f]{12}$/);
  expect(await me()).toMatchObject({ avatar: data.avatar });
  const shown = await look(data.avatar, token);
  expect(Buffer.from(await shown.arrayBuffer()).equals(PNG)).toBe(true);
  expect(Object.fromEntries(shown.headers)).toMatchObject({
    'content-type': 'image/png',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  });
  expect((await look(data.avatar, (await api.person()).accessToken)).status).toBe(404);
  expect((await look(data.avatar, (await api.administrator()).accessToken)).status).toBe(200);
  expect((await fetch(url + data.avatar)).status).toBe(401);
});

test('is told by its content, is small, and is taken away again', async () => {
  await upload(PNG);
  for (const wrong of [SVG, '%PDF-1.7', 'GIF89a'])
    expect(await upload(wrong)).toMatchObject({
      error: { code: 'VALIDATION_ERROR', details: { file: expect.any(String) } },
    });
  const large = Buffer.concat([PNG, Buffer.alloc(MAXIMUM_AVATAR)]);
  expect(await upload(large)).toMatchObject({ error: { code: 'PAYLOAD_TOO_LARGE' } });
  expect(await upload(PNG, '')).toMatchObject({ error: { code: 'UNAUTHORIZED' } });
  const { avatar } = await me();
  const { body } = await api.ask('DELETE', '/api/auth/me/avatar', { token });
  expect(body.data.avatar).toBeNull();
  expect((await look(avatar, token)).status).toBe(404);
});
