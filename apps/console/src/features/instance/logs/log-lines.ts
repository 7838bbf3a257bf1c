import type { LogLine } from '@minispod/contracts/instance';

/** More than anybody reads; older ones go, so that a talkative app does not fill the browser's memory. */
export const MOST_LINES = 5_000;
/** How far back a line that comes twice is recognised: a stream that goes on after a drop repeats at most its last few. */
const LOOK_BACK = 200;

export interface Line extends LogLine {
  /** Counts up from the first line of this page's visit. */
  number: number;
}

const isSame = (a: LogLine, b: LogLine) => a.at === b.at && a.text === b.text;

/** The lines with `more` behind them: none twice, and the oldest gone beyond the most there may be. */
export function append(lines: readonly Line[], more: readonly LogLine[]): Line[] {
  const next = [...lines];
  for (const line of more) {
    if (next.slice(-LOOK_BACK).some((known) => isSame(known, line))) continue;
    next.push({ ...line, number: (next.at(-1)?.number ?? 0) + 1 });
  }
  return next.length > MOST_LINES ? next.slice(next.length - MOST_LINES) : next;
}

const BLOCK = 100;

export interface Block {
  key: number;
  lines: Line[];
}

/** In blocks that keep their lines while others are added, so that only the last one is drawn anew. */
export function blocksOf(lines: readonly Line[]): Block[] {
  const blocks: Block[] = [];
  for (const line of lines) {
    const key = Math.floor(line.number / BLOCK);
    const last = blocks.at(-1);
    if (last?.key === key) last.lines.push(line);
    else blocks.push({ key, lines: [line] });
  }
  return blocks;
}

/** As one would read them in a file. */
export function asText(lines: readonly LogLine[]): string {
  return lines.map(({ at, text }) => `${at} ${text}\n`).join('');
}

/** Those that contain what was typed, whatever its case. */
export function matching(lines: readonly Line[], typed: string): readonly Line[] {
  return typed.trim() === '' ? lines : lines.filter(({ text }) => placesOf(typed, text).length > 0);
}

/** Where a line contains what was typed, in the line as it is seen: what is found is exactly what is marked. */
export function placesOf(typed: string, text: string): { at: number; length: number }[] {
  const wanted = typed.trim();
  if (wanted === '') return [];
  const literally = wanted.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return [...text.matchAll(new RegExp(literally, 'giu'))].map(({ index, 0: found }) => ({
    at: index,
    length: found.length,
  }));
}
