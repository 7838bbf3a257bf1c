import { expect, it } from 'vitest';
import { seenText } from './seen-text.js';

const seen = (line: string) => seenText(line, 16_384);

it.each([
  [
    'colours',
    '\u001b[31mred\u001b[0m \u001b[1;38;2;1;2;3mtrue\u001b[m \u001b[38:5:9mcolons\u001b[39m',
    'red true colons',
  ],
  ['the cursor', '\u001b[2J\u001b[H\u001b[5Aup\u001b[3;4H\u001b[?25l\u001b[1 q', 'up'],
  ['titles', '\u001b]0;a title of several words\u0007text', 'text'],
  ['links', '\u001b]8;;http://example.test/a b\u001b\\link\u001b]8;;\u001b\\', 'link'],
  ['device strings', '\u001bP1$r0m\u001b\\a\u001b_Gf=1;AAAA\u001b\\b\u001b^x\u001b\\c', 'abc'],
  ['character sets and single codes', '\u001b(Ba\u001b7b\u001b8c\u001bMd', 'abcd'],
  ['eight-bit codes', '\u009b31mred\u009b0m', 'red'],
  ['control characters', 'a\0b\u0007c\u007fd\u0085e\tf', 'abcde\tf'],
  ['a string without an end', '\u001b]0;not hidden', '0;not hidden'],
  ['half a character', 'a\uD83Db', 'a\u{FFFD}b'],
  ['nothing', 'plain Ünïcödé 😀', 'plain Ünïcödé 😀'],
])('takes away %s', (_, line, expected) => {
  expect(seen(line)).toBe(expected);
});

it.each([
  ['10%\r20%\r\u001b[K100%', '100%'],
  ['10%\r20%\r100%\r', '100%'],
  ['10%\r\u001b[2K\r', '10%'],
  ['spins |\b/\b-\bdone', 'spins done'],
  ['\r', ''],
])('shows a line that is written over in its last state: %j', (line, expected) => {
  expect(seen(line)).toBe(expected);
});

it('takes no longer for a line that is made to be slow', () => {
  const lines = ['\u001b]', '\u001bP', '\u001b[', '\u001b[1;', '\b', '\r', '\u0007\u001b]', ';'];
  const begin = performance.now();
  for (const part of lines) seen(`\u001b[${part.repeat(100_000 / part.length)}`);
  expect(performance.now() - begin).toBeLessThan(3_000);
});
