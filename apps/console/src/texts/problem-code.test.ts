import { describe, expect, it } from 'vitest';
import { en } from './en/index.js';
import { id } from './id/index.js';
import { isKnownProblem, problemText } from './problem-code.js';

const codes = Object.keys(en.problem).filter((code) => code !== 'other');

describe('what stands in an instance’s way', () => {
  it('has twelve causes with a sentence of their own', () => {
    expect(codes).toHaveLength(12);
  });

  it.each(codes)('%s is told in words in both languages', (code) => {
    expect(isKnownProblem(code)).toBe(true);
    for (const texts of [en, id]) {
      const { title, text } = texts.problem[problemText(code)];
      expect(title.length).toBeGreaterThan(10);
      expect(text.length).toBeGreaterThan(20);
      expect(`${title} ${text}`).not.toContain(code);
    }
  });

  it('a code nobody knew yet still gets words', () => {
    expect(problemText('SOMETHING_NEW')).toBe('other');
    expect(problemText(null)).toBe('other');
  });
});
