import { StringDecoder } from 'node:string_decoder';
import type { LogLine } from '@minispod/domain/ports/cluster-reader';
import { seenText } from './seen-text.js';

/**
 * Characters of one line; what an app writes beyond them without a line break is left out. Of a line that is written over
 * again and again, such as a progress bar, the last state counts.
 */
const LINE_LENGTH = 16_384;

/**
 * The lines of a log that was asked for with timestamps. Stamps are made as long as nanoseconds and unique: a runtime
 * that stamps several lines alike would otherwise leave no place between them to go on from, so each of those gets one
 * nanosecond more than the one before. That counts the same way each time the log is read. Lines without a stamp are
 * the kubelet's own words and left out. Texts are as a terminal would show them in the end.
 */
export async function* readLogLines(source: AsyncIterable<Buffer>): AsyncGenerator<LogLine, void> {
  const stamps = new UniqueStamps();
  for await (const line of readLines(source)) {
    const [head = '', stamp] = STAMP.exec(line) ?? [];
    if (stamp) yield { at: stamps.next(stamp), text: seenText(line.slice(head.length), LINE_LENGTH) };
  }
}

const STAMP = /^(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)) ?/;

async function* readLines(source: AsyncIterable<Buffer>): AsyncGenerator<string, void> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of source) {
    const parts = decoder.write(chunk).split('\n');
    const last = parts.pop() ?? '';
    for (const part of parts) {
      yield shorten(rest + part);
      rest = '';
    }
    rest = shorten(rest + last);
  }
  if (rest) yield rest;
}

/** With its stamp, so that what is kept of an endless line stays a line. */
function shorten(line: string): string {
  if (line.length <= LINE_LENGTH) return line;
  const turn = line.trimEnd().lastIndexOf('\r');
  const [head = ''] = STAMP.exec(line) ?? [];
  return (turn < 0 ? line : head + line.slice(turn + 1)).slice(0, LINE_LENGTH);
}

class UniqueStamps {
  #given = '';
  #repeated = 0n;

  next(given: string): string {
    this.#repeated = given === this.#given ? this.#repeated + 1n : 0n;
    this.#given = given;
    const seconds = Math.floor(Date.parse(given) / 1_000);
    const [, fraction = ''] = /\.(\d+)/.exec(given) ?? [];
    const nanoseconds = BigInt(fraction.slice(0, 9).padEnd(9, '0')) + this.#repeated;
    const whole = new Date((seconds + Number(nanoseconds / 1_000_000_000n)) * 1_000)
      .toISOString()
      .slice(0, 19);
    return `${whole}.${String(nanoseconds % 1_000_000_000n).padStart(9, '0')}Z`;
  }
}
