import { ERROR_STATUS, type ErrorCode } from '@minispod/contracts/error-codes';
import { DomainError } from '@minispod/domain/errors';
import { TRPCError } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import { QueryFailedError } from 'typeorm';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { fieldReasons, TRPC_CODE, toFailure, toTRPCError } from './errors.js';

test.each(Object.keys(ERROR_STATUS) as ErrorCode[])(
  '%s has the same HTTP status over tRPC as over REST',
  (code) => {
    expect(getHTTPStatusCodeFromError(new TRPCError({ code: TRPC_CODE[code] }))).toBe(ERROR_STATUS[code]);
    expect(getHTTPStatusCodeFromError(toTRPCError(new DomainError(code, 'said')))).toBe(ERROR_STATUS[code]);
  },
);

test('details survive the way through tRPC', () => {
  const error = new DomainError('INSUFFICIENT_CREDIT', 'Too little', {
    required: 3,
    balance: 1,
    shortfall: 2,
  });
  expect(toFailure(toTRPCError(error))).toEqual({
    code: 'INSUFFICIENT_CREDIT',
    message: 'Too little',
    details: { required: 3, balance: 1, shortfall: 2 },
  });
});

const failed = (code: string) =>
  new QueryFailedError('SELECT secret', ['value'], Object.assign(new Error(`sqlstate ${code}`), { code }));

test.each(['08006', '53300', '57P01', '57014', '40P01', '55P03'])('SQLSTATE %s passes by itself', (state) => {
  expect(toFailure(failed(state)).code).toBe('UNAVAILABLE');
});

test.each(['22P02', '42P01', '23505'])(
  'SQLSTATE %s is a mistake of ours, of which nothing is told',
  (state) => {
    expect(toFailure(failed(state))).toEqual({
      code: 'INTERNAL',
      message: 'Something went wrong on our side',
    });
  },
);

test('a refused connection, several at once, and one wrapped by tRPC', () => {
  const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
  for (const error of [refused, new AggregateError([refused]), new Error('x', { cause: refused })]) {
    expect(toFailure(error).code).toBe('UNAVAILABLE');
    expect(toFailure(new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: error })).code).toBe(
      'UNAVAILABLE',
    );
  }
});

test('reasons are given by dotted path, for names that objects have too', () => {
  const schema = z.strictObject({ a: z.object({ b: z.array(z.int()) }) });
  const { error } = schema.safeParse(JSON.parse('{"a":{"b":[1,"x"]},"constructor":1,"__proto__":2}'));
  const reasons = fieldReasons(error as z.ZodError);
  expect(Object.keys(reasons).sort()).toEqual(['__proto__', 'a.b.1', 'constructor']);
});
