import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RegisterInput, UpdateProfileInput } from './account.js';
import { CreateInstanceInput, UpdateInstanceInput } from './instance.js';
import { nameSchema } from './names.js';
import { RefundInput } from './payments.js';
import { asSeen, isName } from './seen.js';
import { SubscribeInput } from './subscription.js';

const name = nameSchema(100);
const read = (text: string) => name.safeParse(text).data ?? null;

test.each([
  ['Sri  Wahyuni ', 'Sri Wahyuni'],
  ['Andre\u0301', 'Andr\u00e9'],
  ['a\u00a0b\u3000c', 'a b c'],
  ["Dr. Ir. H. Budi O'Neil, S.Kom., M.Si.", "Dr. Ir. H. Budi O'Neil, S.Kom., M.Si."],
  ['PT. Maju/Jaya', 'PT. Maju/Jaya'],
  ['李小龍 أحمد ลูกค้า 🛒', '李小龍 أحمد ลูกค้า 🛒'],
  ['blog.example.com', 'blog.example.com'],
])('%j is kept as %j', (typed, kept) => {
  expect(read(typed)).toBe(kept);
});

test.each([
  '',
  ' \u3000 ',
  'two\nlines',
  'carriage\rreturn',
  'esc\u001b[31m',
  'bidi \u202egpj.exe',
  'zero\u200bwidth',
  '\u2066isolate',
  'line\u2028separator',
  'paragraph\u2029separator',
  '\u3164',
  'half \ud800',
  'private \ue000',
  'claim: https://evil.example/claim',
  'WWW.evil.example',
  'evil.example/claim',
  'x'.repeat(101),
])('%j is refused', (typed) => {
  expect(read(typed)).toBeNull();
});

test('a hundred characters are a hundred characters, however many units each takes', () => {
  expect(read('🛒'.repeat(100))).toBe('🛒'.repeat(100));
  expect(read('🛒'.repeat(101))).toBeNull();
});

const pieces = fc.constantFrom(
  ...[
    'a',
    'é',
    'e\u0301',
    '\u0301',
    ' ',
    '\t',
    '\n',
    '\u00a0',
    '\u200d',
    '\u202e',
    '\u3164',
    '가',
    '\u1100\u1161',
  ],
  ...['🛒', '\ud83d', '\udeD2', '/', '.', ':', 'www', 'co', '\u034f'],
);

test('what is kept is seen whole and stays what it is', () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const typed = parts.join('');
      const kept = read(typed);
      expect(kept !== null).toBe(isName(typed, 100));
      if (kept === null) return;
      expect(kept).toBe(asSeen(kept));
      expect(read(kept)).toBe(kept);
      expect(kept).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    }),
    { seed: 20, numRuns: 2_000 },
  );
});

const id = '00000000-0000-7000-8000-000000000000';
const person = { name: 'Sri', email: 'sri@example.test', password: 'a good long one' };
const refund = { id, reason: 'asked for it', to: 'BANK_ACCOUNT' };
const account = { bank: 'BCA', number: '12345', holder: 'Sri', reference: 'x' };

test.each([
  ['a new person', RegisterInput, (text: string) => ({ ...person, name: text })],
  ['a person', UpdateProfileInput, (text: string) => ({ name: text })],
  ['an ordered app', SubscribeInput, (text: string) => ({ planId: id, instanceName: text })],
  ['another app', CreateInstanceInput, (text: string) => ({ id, instanceName: text })],
  [
    'a bank account’s holder',
    RefundInput,
    (holder: string) => ({ ...refund, bankAccount: { ...account, holder } }),
  ],
  ['an app', UpdateInstanceInput, (text: string) => ({ id, name: text })],
])('%s is named so', (_, schema, input) => {
  expect(schema.safeParse(input('Ok')).success).toBe(true);
  for (const bad of ['two\nlines', 'bidi \u202e', 'https://evil.example']) {
    expect(schema.safeParse(input(bad)).success).toBe(false);
  }
});
