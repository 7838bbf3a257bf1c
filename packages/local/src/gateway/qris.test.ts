import { expect, test } from 'vitest';
import { qrisCrc, sandboxQris } from './qris.js';

/** Tags and values of one level. */
function parse(payload: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (let at = 0; at < payload.length; ) {
    const length = Number(payload.slice(at + 2, at + 4));
    fields.set(payload.slice(at, at + 2), payload.slice(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return fields;
}

test('CRC: the check value of the standard and a known payload', () => {
  expect(qrisCrc('123456789')).toBe('29B1');
  const specimen =
    '00020101021226610014COM.GO-JEK.WWW01189360091400000000010210G0000000010303UMI51440014ID.CO.QRIS.WWW0215ID10000000000010303UMI5204737253033605405500005802ID5908MINISPOD6007JAKARTA61051219062210510TOPUP-00010703A01';
  expect(qrisCrc(`${specimen}6304`)).toBe('4A6F');
});

test('a payload is read back field by field, and says that it cannot be paid', () => {
  const orderId = '0197f3c2-8a4e-7b11-9d30-5c2f1a7e0001';
  const payload = sandboxQris(orderId, 50_000);
  const fields = parse(payload);
  expect([...fields.keys()].at(0)).toBe('00');
  expect([...fields.keys()].at(-1)).toBe('63');
  expect(fields.get('54')).toBe('50000');
  expect(fields.get('59')).toBe('MINISPOD SANDBOX');
  expect(fields.get('60')).toBe('NOT PAYABLE');
  expect(parse(fields.get('62') ?? '').get('05')).toBe(orderId.slice(-25));
  expect(parse(fields.get('26') ?? '').get('00')).toBe('COM.EXAMPLE.SANDBOX');
  expect(fields.get('63')).toBe(qrisCrc(payload.slice(0, -4)));
});
