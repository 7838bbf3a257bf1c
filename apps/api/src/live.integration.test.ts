import { withTransaction } from '@minispod/database/transaction';
import { announce } from '@minispod/domain/live/announce';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, soon, startApi } from './testing/start-api.js';

let api: Api;
let url: string;
beforeAll(async () => {
  api = await startApi();
  url = `${await api.app.listen({ port: 0, host: '127.0.0.1' })}/trpc`;
});
afterAll(() => api.close());

type Heard = { topic: string; id: string }[];

/** The raw stream, as an open console reads it; Node 20 has no EventSource. */
async function listen(path: string, token: string | undefined) {
  const end = new AbortController();
  const response = await fetch(`${url}/${path}`, {
    signal: end.signal,
    headers: token ? { authorization: `Bearer ${token}` } : {},
  });
  const heard: Heard = [];
  let text = '';
  const ended = (async () => {
    try {
      for await (const chunk of response.body ?? []) {
        text += Buffer.from(chunk).toString();
        const data = [...text.matchAll(/^data: (\{"topic".*\})$/gm)].map(([, json]) =>
          JSON.parse(json ?? ''),
        );
        heard.splice(0, heard.length, ...data);
      }
    } catch {
      // Ended by us.
    }
  })();
  await soon(() => expect(text).toContain('connected'));
  return { heard, ended, close: () => end.abort(), text: () => text, response };
}

const say = (...changes: Parameters<typeof announce> extends [unknown, ...infer C] ? C : never) =>
  withTransaction(api.dataSource, (tx) => announce(tx, ...changes));
const id = () => crypto.randomUUID();

test('tells a user what of theirs changed once it is committed, and tells nobody else', async () => {
  const [mine, other] = [await api.person(), await api.person()];
  const everything = await listen('live.onChange', mine.accessToken);
  const wallet = await listen('wallet.onChange', mine.accessToken);
  const foreign = await listen('live.onChange', other.accessToken);
  const walletChange = { topic: 'wallet', userId: mine.user.id, id: id() } as const;
  const orderChange = { topic: 'order', userId: mine.user.id, id: id() } as const;
  await withTransaction(api.dataSource, async (tx) => {
    await announce(tx, { topic: 'instance', userId: mine.user.id, id: id() });
    throw new Error('rolled back');
  }).catch(() => {});
  await say(walletChange, orderChange);
  await soon(() => expect(everything.heard).toEqual([walletChange, orderChange]));
  await soon(() => expect(wallet.heard).toEqual([walletChange]));
  const last = { topic: 'wallet', userId: other.user.id, id: id() } as const;
  await say(last);
  await soon(() => expect(foreign.heard).toEqual([last]));
  expect(everything.heard).toHaveLength(2);
  for (const stream of [everything, wallet, foreign]) stream.close();
});

test('asks every open console to look again after it could not hear', async () => {
  const { accessToken, user } = await api.person();
  const stream = await listen('live.onChange', accessToken);
  const admin = new pg.Client({ connectionString: api.databaseUrl });
  await admin.connect();
  await soon(async () => {
    const { rowCount } = await admin.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'minispod-api-listener' AND datname = current_database()",
    );
    expect(rowCount).toBe(1);
  });
  await soon(() =>
    // What became of the account's making may be heard before it.
    expect(stream.heard.slice(-4).map(({ topic }) => topic)).toEqual([
      'wallet',
      'instance',
      'order',
      'notification',
    ]),
  );
  const change = { topic: 'order', userId: user.id, id: id() } as const;
  await say(change);
  await soon(() => expect(stream.heard.at(-1)).toEqual(change));
  stream.close();
  await admin.end();
});

test('is closed to whoever is not logged in', async () => {
  const stream = await fetch(`${url}/live.onChange`);
  expect(await stream.text()).toContain('UNAUTHORIZED');
});

test('ends its streams when the server stops, which then takes no time', async () => {
  const stopping = await startApi();
  const address = await stopping.app.listen({ port: 0, host: '127.0.0.1' });
  const { accessToken } = await stopping.person();
  const response = await fetch(`${address}/trpc/live.onChange`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  const reader = response.body?.getReader();
  await reader?.read();
  const startedAt = performance.now();
  await stopping.close();
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  for (;;) if ((await reader?.read())?.done !== false) break;
});
