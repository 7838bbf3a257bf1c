import { describe, expect, it } from 'vitest';
import { cleanJson, cleanText, cleanTextEnd } from './clean-text.js';

const HALF_BEFORE = '\uD83D';
const HALF_AFTER = '\uDE00';

describe('cleanText', () => {
  it('leaves readable text as it is', () => {
    for (const text of ['', 'Ünïcödé 😀 日本語', 'a\tb\nc\r\n', '\u001B[31mred'])
      expect(cleanText(text)).toBe(text);
  });

  it('marks NUL and half a surrogate pair, so that two texts never become one', () => {
    expect(cleanText('minispod\0=abc')).toBe('minispod\u{FFFD}=abc');
    expect(cleanText(`a${HALF_BEFORE}b${HALF_AFTER}c`)).toBe('a\u{FFFD}b\u{FFFD}c');
    expect(cleanText(HALF_AFTER + HALF_BEFORE)).toBe('\u{FFFD}\u{FFFD}');
  });

  it('counts code points and cuts none in half', () => {
    expect(cleanText('😀😀😀', 2)).toBe('😀😀');
    expect(cleanText('a😀b', 2)).toBe('a😀');
    expect(cleanText('abc', 3)).toBe('abc');
    expect(cleanText('😀'.repeat(1_000_000), 1_000)).toBe('😀'.repeat(1_000));
    expect(cleanText('abc', 0)).toBe('');
  });

  it('keeps the end where the end is asked for', () => {
    expect(cleanTextEnd('😀😀😀', 2)).toBe('😀😀');
    expect(cleanTextEnd('b😀a', 2)).toBe('😀a');
    expect(cleanTextEnd(`${'x'.repeat(1_000_000)}\0why`, 4)).toBe('\u{FFFD}why');
    expect(cleanTextEnd('abc', 0)).toBe('');
  });

  it('makes of every text one that UTF-8 carries unchanged', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const units = Array.from({ length: 40 }, (_, i) => (seed * 7919 * (i + 1) * 31) % 0x10000);
      const text = String.fromCharCode(...units, 0, 0xd83d, 0xde00, 0xdc00);
      for (const clean of [cleanText(text, seed % 50), cleanTextEnd(text, seed % 50)]) {
        expect(new TextDecoder().decode(new TextEncoder().encode(clean))).toBe(clean);
        expect(clean).not.toContain('\0');
      }
    }
  });
});

describe('cleanJson', () => {
  it('cleans every text within, and touches nothing else', () => {
    const value = {
      a: `x\0${HALF_BEFORE}`,
      b: [{ c: 'ok 😀' }, 1.5, null, true],
      d: String.raw`\u0000 \ud83d`,
    };
    expect(JSON.parse(cleanJson(JSON.stringify(value)))).toEqual({ ...value, a: 'x\u{FFFD}\u{FFFD}' });
  });

  it('cleans what is no JSON as it is', () => {
    expect(cleanJson('<html>\0')).toBe('<html>\u{FFFD}');
  });
});
