import { expect, test } from 'vitest';
import { formatWib, parseGatewayTime } from './time.js';

test('Jakarta time is written without an offset and read with or without one', () => {
  const at = new Date('2026-01-31T18:30:05Z');
  expect(formatWib(at)).toBe('2026-02-01 01:30:05');
  expect(parseGatewayTime('2026-02-01 01:30:05')).toEqual(at);
  expect(parseGatewayTime('2026-02-01 01:30:05 +0700')).toEqual(at);
  expect(parseGatewayTime('2026-01-31 18:30:05 +0000')).toEqual(at);
});

test.each(['', 'soon', '2026-02-01', '2026-02-01T01:30:05Z', '2026-13-01 00:00:00'])(
  '%j is no time',
  (text) => {
    expect(parseGatewayTime(text)).toBeNull();
  },
);
