import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, startApi } from './testing/start-api.js';

let api: Api;
beforeAll(async () => {
  api = await startApi({ poolSize: 24 });
});
afterAll(() => api.close());

const someone = (over: object = {}) => ({
  name: 'Sri Wahyuni',
  email: `sri.${Math.random()}@example.test`,
  password: 'at least ten',
  ...over,
});

describe('registering', () => {
  test('gives a session, an empty wallet and a welcome', async () => {
    const input = someone({ email: ' Sri.First@Example.TEST ', phone: '0812 3456 7890' });
    const { status, body } = await api.ask('POST', '/api/auth/register', { body: input });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      success: true,
      data: {
        user: {
          name: 'Sri Wahyuni',
          email: 'sri.first@example.test',
          phone: '+6281234567890',
          role: 'USER',
          status: 'ACTIVE',
          avatar: null,
        },
      },
    });
    expect(body.timestamp).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
    const wallet = await api.ask('GET', '/api/user/wallet', { token: body.data.accessToken });
    expect(wallet.body.data).toMatchObject({ creditBalance: 0, totalTopUp: 0, totalSpent: 0, held: 0 });
    const notices = await api.ask('GET', '/api/user/notifications', { token: body.data.accessToken });
    expect(notices.body.data).toMatchObject({ total: 1, unread: 1, items: [{ kind: 'WELCOME' }] });
  });

  test('stores no password and no token that could be used', async () => {
    const person = await api.person();
    const [row] = await api.dataSource.query(
      'SELECT u.password_hash, t.token_hash FROM users u JOIN refresh_tokens t ON t.user_id = u.id WHERE u.id = $1',
      [person.user.id],
    );
    expect(row.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(row.token_hash).toMatch(/^[0-9a-f]{64}$/);
    expect(row.token_hash).not.toContain(person.refreshToken);
  });

  test('refuses an address or a number that is taken, naming the field, and writes nothing', async () => {
    const first = someone({ phone: '0813 1111 2222' });
    await api.ask('POST', '/api/auth/register', { body: first });
    const [{ before }] = await api.dataSource.query('SELECT count(*) AS before FROM users');
    const email = await api.ask('POST', '/api/auth/register', { body: someone({ email: first.email }) });
    expect(email.status).toBe(409);
    expect(email.body.error).toMatchObject({ code: 'CONFLICT', details: { email: expect.any(String) } });
    const phone = await api.ask('POST', '/api/auth/register', { body: someone({ phone: '+6281311112222' }) });
    expect(phone.body.error).toMatchObject({ code: 'CONFLICT', details: { phone: expect.any(String) } });
    const [{ after }] = await api.dataSource.query('SELECT count(*) AS after FROM users');
    expect(after).toBe(before);
  });

  test('20 at once with one address make one account', async () => {
    const input = someone();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => api.ask('POST', '/api/auth/register', { body: input })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(409)]);
  });

  test.each([
    [{ password: 'short' }, 'password'],
    [{ email: 'nowhere' }, 'email'],
    [{ name: ' ' }, 'name'],
    [{ phone: 'call me' }, 'phone'],
    [{ role: 'ADMINISTRATOR' }, 'role'],
    [{ name: 7 }, 'name'],
    [{ name: 'nul\0' }, 'name'],
    [{ name: '\ud800' }, 'name'],
  ])('refuses %j, naming the field', async (over, field) => {
    const { status, body } = await api.ask('POST', '/api/auth/register', { body: someone(over) });
    expect(status).toBe(400);
    expect(body.error.code).toBe('VALIDATION_ERROR');
    expect(Object.keys(body.error.details)).toEqual([field]);
  });
});

describe('logging in', () => {
  test('works with the password and with no other, in the same words as for nobody', async () => {
    const { email, password } = await api.person();
    const right = await api.ask('POST', '/api/auth/login', {
      body: { email: email.toUpperCase(), password },
    });
    expect(right.status).toBe(200);
    expect(right.body.data.user.email).toBe(email);
    const wrong = await api.ask('POST', '/api/auth/login', { body: { email, password: 'something else' } });
    const nobody = await api.ask('POST', '/api/auth/login', { body: { email: 'no@example.test', password } });
    expect(wrong.status).toBe(401);
    expect({ ...wrong.body, timestamp: '' }).toEqual({ ...nobody.body, timestamp: '' });
  });

  test('is refused to the suspended and the deleted, with old tokens as well', async () => {
    for (const [status, code] of [
      ['SUSPENDED', 'FORBIDDEN'],
      ['DELETED', 'UNAUTHORIZED'],
    ]) {
      const { email, password, user, accessToken, refreshToken } = await api.person();
      await api.dataSource.query('UPDATE users SET status = $2 WHERE id = $1', [user.id, status]);
      const login = await api.ask('POST', '/api/auth/login', { body: { email, password } });
      expect(login.body.error.code).toBe(code);
      expect((await api.ask('GET', '/api/auth/me', { token: accessToken })).status).toBe(401);
      expect((await api.ask('POST', '/api/auth/refresh', { body: { refreshToken } })).status).toBe(401);
    }
  });

  test.each([
    ['none', undefined],
    ['garbage', 'garbage'],
    ['unsigned', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.'],
  ])('%s is not a token', async (_, token) => {
    const { status, body } = await api.ask('GET', '/api/auth/me', { token });
    expect(status).toBe(401);
    expect(body.error.code).toBe('UNAUTHORIZED');
  });
});

describe('a session', () => {
  const refresh = (refreshToken: string) => api.ask('POST', '/api/auth/refresh', { body: { refreshToken } });

  test('goes on with each refresh token once', async () => {
    const person = await api.person();
    const second = await refresh(person.refreshToken);
    expect(second.status).toBe(200);
    expect(second.body.data.refreshToken).not.toBe(person.refreshToken);
    const third = await refresh(second.body.data.refreshToken);
    expect(third.status).toBe(200);
    expect((await api.ask('GET', '/api/auth/me', { token: third.body.data.accessToken })).status).toBe(200);
  });

  test('ends whole when an old refresh token comes back', async () => {
    const person = await api.person();
    const second = await refresh(person.refreshToken);
    expect((await refresh(person.refreshToken)).body.error.code).toBe('UNAUTHORIZED');
    expect((await refresh(second.body.data.refreshToken)).status).toBe(401);
    expect((await api.ask('GET', '/api/auth/me', { token: second.body.data.accessToken })).status).toBe(401);
    const login = await api.ask('POST', '/api/auth/login', {
      body: { email: person.email, password: person.password },
    });
    expect(login.status).toBe(200);
    const alerts = await api.dataSource.query(
      'SELECT kind, user_id, severity FROM alerts WHERE subject = $1',
      [person.user.id],
    );
    expect(alerts).toEqual([{ kind: 'SESSION_REUSED', user_id: person.user.id, severity: 'WARNING' }]);
  });

  test('that was logged out raises no alert when its token comes again', async () => {
    const person = await api.person();
    await api.ask('POST', '/api/auth/logout', { body: { refreshToken: person.refreshToken } });
    expect((await refresh(person.refreshToken)).status).toBe(401);
    expect(await api.dataSource.query('SELECT 1 FROM alerts WHERE subject = $1', [person.user.id])).toEqual(
      [],
    );
  });

  test('20 refreshes of one token: one wins, and then the family is dead', async () => {
    const person = await api.person();
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(person.refreshToken)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(19).fill(401)]);
    const winner = answers.find(({ status }) => status === 200);
    expect((await refresh(winner?.body.data.refreshToken)).status).toBe(401);
    const [{ alive }] = await api.dataSource.query(
      'SELECT count(*) AS alive FROM refresh_tokens WHERE user_id = $1 AND revoked_at IS NULL',
      [person.user.id],
    );
    expect(alive).toBe(0);
  });

  test('a chain and a replay of its beginning, at once, never leave a living token', async () => {
    for (let round = 0; round < 15; round++) {
      const person = await api.person();
      const second = await refresh(person.refreshToken);
      await Promise.all([refresh(second.body.data.refreshToken), refresh(person.refreshToken)]);
      const [{ alive }] = await api.dataSource.query(
        'SELECT count(*) AS alive FROM refresh_tokens WHERE user_id = $1 AND revoked_at IS NULL',
        [person.user.id],
      );
      expect(alive).toBe(0);
    }
  });

  test('expires', async () => {
    const person = await api.person();
    await api.dataSource.query(
      "UPDATE refresh_tokens SET expires_at = now() - interval '1 second' WHERE user_id = $1",
      [person.user.id],
    );
    expect((await refresh(person.refreshToken)).status).toBe(401);
  });

  test('ends at logout, access token included; another login stays', async () => {
    const person = await api.person();
    const other = await api.ask('POST', '/api/auth/login', {
      body: { email: person.email, password: person.password },
    });
    await api.ask('GET', '/api/auth/me', { token: person.accessToken });
    const out = await api.ask('POST', '/api/auth/logout', { body: { refreshToken: person.refreshToken } });
    expect(out.status).toBe(200);
    expect((await api.ask('GET', '/api/auth/me', { token: person.accessToken })).status).toBe(401);
    expect((await refresh(person.refreshToken)).status).toBe(401);
    expect((await api.ask('GET', '/api/auth/me', { token: other.body.data.accessToken })).status).toBe(200);
  });

  test('ends at logout without a body too, by its access token', async () => {
    const person = await api.person();
    expect((await api.ask('POST', '/api/auth/logout', { token: person.accessToken, body: {} })).status).toBe(
      200,
    );
    expect((await refresh(person.refreshToken)).status).toBe(401);
  });
});

describe('a profile', () => {
  test('changes what is given and nothing else', async () => {
    const person = await api.person();
    const changed = await api.ask('PUT', '/api/auth/me', {
      token: person.accessToken,
      body: { name: 'New Name', phone: '0811 2222 3333' },
    });
    expect(changed.body.data).toMatchObject({
      name: 'New Name',
      phone: '+6281122223333',
      email: person.email,
    });
    const cleared = await api.ask('PUT', '/api/auth/me', {
      token: person.accessToken,
      body: { phone: null },
    });
    expect(cleared.body.data).toMatchObject({ name: 'New Name', phone: null });
    const me = await api.ask('GET', '/api/auth/me', { token: person.accessToken });
    expect(me.body.data).toEqual(cleared.body.data);
  });

  test('cannot give itself a role', async () => {
    const { accessToken } = await api.person();
    const { status, body } = await api.ask('PUT', '/api/auth/me', {
      token: accessToken,
      body: { role: 'ADMINISTRATOR' },
    });
    expect(status).toBe(400);
    expect(body.error.details).toEqual({ role: 'Unknown field' });
  });
});

describe('a password', () => {
  const register = (password: string, over: object = {}) =>
    api.ask('POST', '/api/auth/register', { body: someone({ password, ...over }) });
  const login = (email: string, password: string) =>
    api.ask('POST', '/api/auth/login', { body: { email, password } });

  test.each(['1234567890', 'Password123!', '          ', 'sri.wahyuni.here@example.test'])(
    '%j is too easy to guess',
    async (password) => {
      const { status, body } = await register(password, { email: 'sri.wahyuni.here@example.test' });
      expect(status).toBe(400);
      expect(body.error.details).toEqual({ password: expect.any(String) });
    },
  );

  test('counts in characters: ten that take two units each are ten, five are five', async () => {
    expect((await register('🐈🐕🐎🐄🐖🐑🐐🐪🐘🐁')).status).toBe(201);
    expect((await register('🐈🐕🐎🐄🐖')).body.error.details).toEqual({ password: 'At least 10 characters' });
  });

  test('is the same however a keyboard composes it', async () => {
    const { body } = await register('café número 5');
    const { email } = body.data.user;
    expect((await login(email, 'cafe\u0301 nu\u0301mero ５')).status).toBe(200);
    expect((await login(email, 'cafe numero 5')).status).toBe(401);
  });
});

describe('a phone number', () => {
  test('is one number, however it is written', async () => {
    const phone = '0812 9876 5432';
    expect((await api.ask('POST', '/api/auth/register', { body: someone({ phone }) })).status).toBe(201);
    const person = await api.person();
    for (const same of ['+62 (0)812-9876-5432', '6281298765432', '００００', '+6281298765432']) {
      const { status } = await api.ask('PUT', '/api/auth/me', {
        token: person.accessToken,
        body: { phone: same },
      });
      expect([same, status]).toEqual([same, same === '００００' ? 400 : 409]);
    }
  });
});
