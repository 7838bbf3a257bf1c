import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { STREAMS_PER_USER } from './live/streams-per-user.js';
import { PROCEDURES } from './testing/procedures.js';
import { type Api, soon, startApi } from './testing/start-api.js';

let api: Api;
let url: string;
beforeAll(async () => {
  api = await startApi();
  url = await api.app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => api.close());

/** A stream as an open console reads it, and what has been sent on it. */
async function open(path: string, token: string, base = url) {
  const response = await fetch(`${base}/trpc/${path}`, { headers: { authorization: `Bearer ${token}` } });
  let text = '';
  let isOver = false;
  const read = async () => {
    for await (const chunk of response.body ?? []) text += Buffer.from(chunk).toString();
    isOver = true;
  };
  read().catch(() => {
    isOver = true;
  });
  await soon(() => expect(text).toContain('connected'));
  return { isOver: () => isOver, text: () => text };
}

const logout = (refreshToken: string) => api.ask('POST', '/api/auth/logout', { body: { refreshToken } });
const refresh = (refreshToken: string) => api.ask('POST', '/api/auth/refresh', { body: { refreshToken } });

const STREAMS = PROCEDURES.filter(({ type, fields }) => type === 'subscription' && !fields.includes('id'));

describe('a stream ends with its login', () => {
  test.each(STREAMS.map(({ path }) => [path]))(
    '%s at logout, and no other login of the same person',
    async (path) => {
      const person = await api.person();
      const { email, password } = person;
      const other = await api.ask('POST', '/api/auth/login', { body: { email, password } });
      const [mine, stays] = [
        await open(path, person.accessToken),
        await open(path, other.body.data.accessToken),
      ];
      await logout(person.refreshToken);
      await soon(() => expect(mine.isOver()).toBe(true));
      expect(mine.text()).toContain('event: return');
      expect(stays.isOver()).toBe(false);
      await logout(other.body.data.refreshToken);
      await soon(() => expect(stays.isOver()).toBe(true));
    },
  );

  test.each([
    ['suspension', `UPDATE users SET status = 'SUSPENDED' WHERE id = $1`],
    ['deletion', `UPDATE users SET status = 'DELETED' WHERE id = $1`],
    ['plain SQL that ends the login', 'UPDATE refresh_tokens SET revoked_at = now() WHERE user_id = $1'],
  ])('at %s, whoever does it', async (_, change) => {
    const person = await api.person();
    const stream = await open('live.onChange', person.accessToken);
    await api.dataSource.query(change, [person.user.id]);
    await soon(() => expect(stream.isOver()).toBe(true));
    expect((await api.ask('GET', '/api/auth/me', { token: person.accessToken })).status).toBe(401);
  });

  test('when an old refresh token comes back, and its access tokens at that moment', async () => {
    const person = await api.person();
    const next = (await refresh(person.refreshToken)).body.data;
    const stream = await open('live.onChange', next.accessToken);
    expect((await api.ask('GET', '/api/auth/me', { token: next.accessToken })).status).toBe(200);
    await refresh(person.refreshToken);
    expect((await api.ask('GET', '/api/auth/me', { token: next.accessToken })).status).toBe(401);
    await soon(() => expect(stream.isOver()).toBe(true));
  });

  test('when its access token expires; the renewed one opens the next', async () => {
    const brief = await startApi({ accessSeconds: 2 });
    const base = await brief.app.listen({ port: 0, host: '127.0.0.1' });
    const person = await brief.person();
    const stream = await open('live.onChange', person.accessToken, base);
    await soon(() => expect(stream.isOver()).toBe(true));
    const { body } = await brief.ask('POST', '/api/auth/refresh', {
      body: { refreshToken: person.refreshToken },
    });
    await open('live.onChange', body.data.accessToken, base);
    await brief.close();
  });

  test('though the announcement was lost while nobody listened', async () => {
    const person = await api.person();
    const stays = await api.person();
    const [stream, other] = [
      await open('live.onChange', person.accessToken),
      await open('live.onChange', stays.accessToken),
    ];
    const admin = new pg.Client({ connectionString: api.databaseUrl });
    await admin.connect();
    await admin.query('ALTER TABLE refresh_tokens DISABLE TRIGGER announce_session');
    await admin.query('UPDATE refresh_tokens SET revoked_at = now() WHERE user_id = $1', [person.user.id]);
    await admin.query('ALTER TABLE refresh_tokens ENABLE TRIGGER announce_session');
    await soon(async () => {
      const { rowCount } = await admin.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'minispod-api-listener' AND datname = current_database()",
      );
      expect(rowCount).toBe(1);
    });
    await soon(() => expect(stream.isOver()).toBe(true));
    expect(other.isOver()).toBe(false);
    await admin.end();
  });

  test('a role that changes is known at once', async () => {
    const person = await api.person();
    const board = () => api.ask('GET', '/api/admin/users', { token: person.accessToken });
    expect((await board()).status).toBe(403);
    await api.dataSource.query(`UPDATE users SET role = 'ADMINISTRATOR' WHERE id = $1`, [person.user.id]);
    await soon(async () => expect((await board()).status).toBe(200));
    await api.dataSource.query(`UPDATE users SET role = 'USER' WHERE id = $1`, [person.user.id]);
    await soon(async () => expect((await board()).status).toBe(403));
  });
});

test('a user who opens one stream too many loses the oldest, and other users keep theirs', async () => {
  const [person, other] = [await api.person(), await api.person()];
  const kept = await open('live.onChange', other.accessToken);
  const streams: Awaited<ReturnType<typeof open>>[] = [];
  for (let index = 0; index <= STREAMS_PER_USER; index++)
    streams.push(await open('live.onChange', person.accessToken));
  await soon(() => expect(streams[0]!.isOver()).toBe(true));
  expect(streams.filter((stream) => !stream.isOver())).toHaveLength(STREAMS_PER_USER);
  expect(kept.isOver()).toBe(false);
});
