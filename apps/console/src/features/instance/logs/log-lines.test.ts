import { describe, expect, it } from 'vitest';
import { append, asText, blocksOf, type Line, MOST_LINES, matching, placesOf } from './log-lines.js';

const line = (second: number, text = `line ${second}`) => ({
  at: new Date(Date.UTC(2026, 0, 5) + second * 1000).toISOString(),
  text,
});
const many = (count: number, from = 0) => Array.from({ length: count }, (_, index) => line(from + index));

describe('lines of a log', () => {
  it('come once, though a stream that goes on after a drop repeats its last ones', () => {
    const before = append([], many(10));
    const after = append(before, many(10, 7));
    expect(after.map(({ text }) => text)).toEqual(many(17).map(({ text }) => text));
  });

  it('that are equal but for their moment are all kept', () => {
    const same = [line(1, 'tick'), line(2, 'tick'), line(3, 'tick')];
    expect(append([], same)).toHaveLength(3);
  });

  it('are dropped from the old end beyond the most there may be', () => {
    const lines = append(append([], many(MOST_LINES)), many(50, MOST_LINES));
    expect(lines).toHaveLength(MOST_LINES);
    expect(lines.at(-1)?.text).toBe(`line ${MOST_LINES + 49}`);
    expect(lines[0]?.text).toBe('line 50');
  });

  it('keep their block when others follow or the oldest go', () => {
    const lines = append([], many(250));
    const more = append(lines, many(5, 250));
    const keyOf = (of: Line[], number: number) =>
      blocksOf(of).find((block) => block.lines.some((each) => each.number === number))?.key;
    for (const number of [1, 99, 100, 250]) expect(keyOf(more, number)).toBe(keyOf(lines, number));
    expect(blocksOf(more).flatMap((block) => block.lines)).toEqual(more);
  });

  it('are searched whatever the case', () => {
    const lines = append([], [line(1, 'GET /health'), line(2, 'Error: no')]);
    expect(matching(lines, ' error ').map(({ text }) => text)).toEqual(['Error: no']);
    expect(matching(lines, '')).toBe(lines);
  });

  it('are marked exactly where they are seen to match, with letters that change their length and signs of their own', () => {
    const text = 'İİ error (a+b) [x] ERROR';
    const marked = (typed: string) =>
      placesOf(typed, text).map(({ at, length }) => text.slice(at, at + length));
    expect(marked('error')).toEqual(['error', 'ERROR']);
    expect(marked(' (A+b) ')).toEqual(['(a+b)']);
    expect(marked('[x]')).toEqual(['[x]']);
    expect(marked('  ')).toEqual([]);
  });

  it('are copied with their moments', () => {
    expect(asText([line(1, 'a')])).toBe('2026-01-05T00:00:01.000Z a\n');
  });
});
