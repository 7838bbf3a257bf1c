import { EnvVarsSchema } from '@minispod/contracts/instance';
import { describe, expect, it } from 'vitest';
import { changesBetween, leftOut, MOST_VARIABLES, mistakeIn } from './mistakes.js';

const mistake = (name: string, value = 'x', others: string[] = []) => {
  const row = { key: 0, name, value };
  const rows = [row, ...others.map((other, index) => ({ key: index + 1, name: other, value: '' }))];
  return mistakeIn(row, rows);
};

describe('a variable as it is typed', () => {
  it('is told what is wrong with it', () => {
    expect(mistake('')).toBe('missing');
    expect(mistake('', '')).toBeNull();
    expect(mistake('1A')).toBe('shape');
    expect(mistake('A B')).toBe('shape');
    expect(mistake('A', 'x', ['A'])).toBe('twice');
    expect(mistake('A', 'x'.repeat(10_001))).toBe('long');
    expect(mistake('TZ', 'Asia/Jakarta', ['A'])).toBeNull();
  });

  it('is left out, and no mistake, when nobody may set it', () => {
    const why = (name: string) => leftOut({ key: 0, name, value: 'x' }, new Set(['DB_PASSWORD']));
    expect(['DB_PASSWORD', 'PATH', 'KUBERNETES_PORT', 'MINISPOD_KEY', 'PATHS'].map(why)).toEqual([
      'locked',
      'reserved',
      'reserved',
      'reserved',
      null,
    ]);
    expect(mistake('PATH')).toBeNull();
  });

  it.each(['A', '_a', 'a1_B', '1A', 'A-B', 'A.B', 'A'.repeat(100), 'A'.repeat(101), 'É'])(
    '%s is judged as the server judges it',
    (name) => {
      expect(mistake(name) === null).toBe(EnvVarsSchema.safeParse({ [name]: 'x' }).success);
    },
  );

  it('may be one of as many as the server takes', () => {
    const of = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`A${index}`, '']));
    expect(EnvVarsSchema.safeParse(of(MOST_VARIABLES)).success).toBe(true);
    expect(EnvVarsSchema.safeParse(of(MOST_VARIABLES + 1)).success).toBe(false);
  });
});

describe('what a change changes', () => {
  it('is told by name', () => {
    expect(changesBetween({ A: '1', B: '2', C: '3' }, { A: '1', B: '9', D: '4' })).toEqual({
      added: ['D'],
      changed: ['B'],
      removed: ['C'],
    });
  });
});
