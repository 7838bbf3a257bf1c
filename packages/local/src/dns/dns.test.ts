import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { streamDecode, streamEncode } from 'dns-packet';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Dns, startDns } from './dns.js';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 });
/** Long enough for a busy machine; only where silence is expected is there a shorter wait. */
const PATIENT_MS = 10_000;

let directory: string;
let dns: Dns;
let resolver: Resolver;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'minispod-dns-'));
  await start();
});
afterEach(async () => {
  await dns.close();
  await rm(directory, { recursive: true });
});

function resolverOf(timeout: number): Resolver {
  const made = new Resolver({ timeout, tries: 1 });
  made.setServers([dns.server]);
  return made;
}

async function start(): Promise<void> {
  dns = await startDns({ port: 0, httpPort: 0, directory });
  resolver = resolverOf(PATIENT_MS);
}

async function control(method: string, path: string, body?: object) {
  const answer = await fetch(`${dns.url}/sandbox/${path}`, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  return { code: answer.status, body: (await answer.json()) as { error?: string } & object[] };
}
async function set(name: string, type: string, ...values: string[]): Promise<void> {
  expect((await control('PUT', 'records', { name, type, values })).code).toBe(200);
}

describe('a name', () => {
  test('has what it was given, however it is written', async () => {
    await set('Shop.Example.com.', 'A', '192.0.2.1', '192.0.2.2');
    await set('shop.example.com', 'AAAA', '2001:db8::1');
    await set('_minispod.shop.example.com', 'TXT', 'minispod=abc', 'x'.repeat(700));
    expect(await resolver.resolve4('SHOP.example.com')).toEqual(['192.0.2.1', '192.0.2.2']);
    expect(await resolver.resolve6('shop.example.com')).toEqual(['2001:db8::1']);
    const txt = await resolver.resolveTxt('_minispod.shop.example.com');
    expect(txt.map((strings) => strings.join(''))).toEqual(['minispod=abc', 'x'.repeat(700)]);
  });

  test('is followed through its CNAMEs, which can be seen themselves', async () => {
    await set('www.example.com', 'CNAME', 'app.example.net.');
    await set('app.example.net', 'CNAME', 'lively-cat.localhost');
    expect(await resolver.resolve4('www.example.com')).toEqual(['127.0.0.1']);
    expect(await resolver.resolveCname('www.example.com')).toEqual(['app.example.net']);
    await set('loop.example.com', 'CNAME', 'loop.example.com');
    await expect(resolver.resolve4('loop.example.com')).rejects.toMatchObject({ code: 'ESERVFAIL' });
    await set('dangling.example.com', 'CNAME', 'nowhere.example.net');
    await expect(resolver.resolve4('dangling.example.com')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  test('of this machine is at its own address', async () => {
    expect(await resolver.resolve4('any.thing.localhost')).toEqual(['127.0.0.1']);
    await expect(resolver.resolveCname('any.localhost')).rejects.toMatchObject({ code: 'ENODATA' });
  });

  test('without the type asked for differs from one that is not there', async () => {
    await set('a.b.example.com', 'A', '192.0.2.1');
    await expect(resolver.resolveTxt('a.b.example.com')).rejects.toMatchObject({ code: 'ENODATA' });
    await expect(resolver.resolve4('b.example.com')).rejects.toMatchObject({ code: 'ENODATA' });
    await expect(resolver.resolve4('c.example.com')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    await expect(resolver.resolveCaa('c.example.com')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  test('may be one of many under a wildcard, unless it or its parent is there itself', async () => {
    await set('*.example.com', 'A', '192.0.2.9');
    await set('own.example.com', 'A', '192.0.2.1');
    expect(await resolver.resolve4('any.example.com')).toEqual(['192.0.2.9']);
    expect(await resolver.resolve4('own.example.com')).toEqual(['192.0.2.1']);
    await expect(resolver.resolve4('below.own.example.com')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  test('is gone when it is removed, and otherwise there after a restart', async () => {
    await set('kept.example.com', 'A', '192.0.2.1');
    await set('gone.example.com', 'TXT', 'x');
    await control('DELETE', 'records?name=gone.example.com&type=TXT');
    await dns.close();
    await start();
    expect((await control('GET', 'records')).body).toEqual([
      { name: 'kept.example.com', type: 'A', values: ['192.0.2.1'] },
    ]);
    expect(await resolver.resolve4('kept.example.com')).toEqual(['192.0.2.1']);
    expect((await control('DELETE', 'records')).body).toEqual([]);
    await expect(resolver.resolve4('kept.example.com')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });
});

test.each([
  [{ name: 'not a name', type: 'A', value: '192.0.2.1' }, 'name'],
  [{ name: 'a.example.com', type: 'A', value: '300.0.0.1' }, 'IPv4'],
  [{ name: 'a.example.com', type: 'MX', value: 'x' }, 'type'],
  [{ name: 'a.example.com', type: 'A' }, 'missing'],
  [{ name: 'a.example.com', type: 'CNAME', values: ['b.example.com', 'c.example.com'] }, 'one CNAME'],
])('%o is refused', async (request, why) => {
  const { code, body } = await control('PUT', 'records', request);
  expect([code, body.error]).toEqual([400, expect.stringContaining(why)]);
});

test('a CNAME is the only record of its name', async () => {
  await set('a.example.com', 'A', '192.0.2.1');
  const request = { name: 'a.example.com', type: 'CNAME', value: 'b.example.com' };
  expect((await control('PUT', 'records', request)).code).toBe(409);
  await control('DELETE', 'records?name=a.example.com');
  expect((await control('PUT', 'records', request)).code).toBe(200);
});

test.each([
  ['SERVFAIL', 'ESERVFAIL'],
  ['NXDOMAIN', 'ENOTFOUND'],
  ['REFUSED', 'EREFUSED'],
  ['TIMEOUT', 'ETIMEOUT'],
])('%s is met by the name it was asked for, as often as told', async (type, code) => {
  await set('a.example.com', 'A', '192.0.2.1');
  await set('b.example.com', 'A', '192.0.2.2');
  const asking = type === 'TIMEOUT' ? resolverOf(200) : resolver;
  await control('POST', 'faults', { name: 'a.example.com', type, times: 1 });
  await expect(asking.resolve4('a.example.com')).rejects.toMatchObject({ code });
  expect(await resolver.resolve4('a.example.com')).toEqual(['192.0.2.1']);
  await control('POST', 'faults', { name: '*', type });
  await expect(asking.resolve4('b.example.com')).rejects.toMatchObject({ code });
  await control('DELETE', 'faults');
  expect(await resolver.resolve4('b.example.com')).toEqual(['192.0.2.2']);
});

test('several questions over one stream are each answered; what is no question ends it', async () => {
  await set('a.example.com', 'A', '192.0.2.1');
  const [host, port] = dns.server.split(':');
  const query = (id: number) =>
    streamEncode({ type: 'query', id, questions: [{ type: 'A', name: 'a.example.com' }] });
  const socket = connect(Number(port), host);
  const both = Buffer.concat([query(1), query(2)]);
  let read = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    read = Buffer.concat([read, chunk]);
  });
  socket.write(both.subarray(0, 5));
  socket.write(both.subarray(5));
  const length = () => (read.length > 2 ? read.readUInt16BE() + 2 : Number.POSITIVE_INFINITY);
  await expect.poll(() => read.length - 2 * length(), { timeout: 20_000 }).toBe(0);
  expect([streamDecode(read), streamDecode(read.subarray(length()))].map(({ id }) => id)).toEqual([1, 2]);
  socket.write(Buffer.from([0, 3, 1, 2, 3]));
  await once(socket, 'close');
});

test('the page says what the records are for', async () => {
  const answer = await fetch(dns.url);
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(await answer.text()).toContain('a customer would set');
});
