import { StringDecoder } from 'node:string_decoder';
import type { LogLine } from '@minispod/domain/ports/cluster-reader';

/** Characters of one line; what an app writes beyond them without a line break is left out. */
const LINE_LENGTH = 16_384;

/**
 * The lines of a log that was asked for with timestamps. Stamps are made as long as nanoseconds and unique: a runtime
 * that stamps several lines alike would otherwise leave no place between them to go on from, so each of those gets one
 * nanosecond more than the one before. That counts the same way each time the log is read. Lines without a stamp are
 * the kubelet's own words and left out.
 */
export async function* readLogLines(source: AsyncIterable<Buffer>): AsyncGenerator<LogLine, void> {
  const stamps = new UniqueStamps();
  for await (const line of readLines(source)) {
    const [, stamp, text = ''] = /^(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)) ?(.*)$/s.exec(line) ?? [];
    if (stamp) yield { at: stamps.next(stamp), text };
  }
}

async function* readLines(source: AsyncIterable<Buffer>): AsyncGenerator<string, void> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of source) {
    const parts = decoder.write(chunk).split('\n');
    const last = parts.pop() ?? '';
    for (const part of parts) {
      yield (rest + part).slice(0, LINE_LENGTH).replace(/\r$/, '');
      rest = '';
    }
    rest = (rest + last).slice(0, LINE_LENGTH);
  }
  if (rest) yield rest;
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
