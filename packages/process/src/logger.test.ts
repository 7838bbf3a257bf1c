import { expect, test } from 'vitest';
import { createLogger } from './logger.js';

function logged(entry: object, message = 'something'): string {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  createLogger({ name: 'test', level: 'info', destination }).info(entry, message);
  return lines.join('');
}

test('secrets are not written, however deep they are within reason', () => {
  const secret = 'must-not-be-seen';
  const text = logged({
    password: secret,
    headers: { authorization: secret, cookie: secret, 'set-cookie': secret },
    request: { body: { refreshToken: secret, envVars: { KEY: secret } } },
    instance: { connectionString: secret },
  });
  expect(text).not.toContain(secret);
  expect(JSON.parse(text)).toMatchObject({ name: 'test', msg: 'something', password: '[redacted]' });
});

test('an error tells where, not the row it failed on', () => {
  const error = Object.assign(new Error('duplicate key', { cause: new Error('inner') }), {
    code: '23505',
    detail: 'Key (email)=(sri@example.test) already exists.',
    parameters: ['sri@example.test', 'hash'],
  });
  const text = logged({ err: error });
  expect(text).not.toContain('sri@example.test');
  expect(JSON.parse(text).err).toMatchObject({
    message: 'duplicate key',
    code: '23505',
    cause: { message: 'inner' },
  });
});
