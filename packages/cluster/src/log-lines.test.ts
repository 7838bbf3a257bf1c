import { expect, test } from 'vitest';
import { readLogLines } from './log-lines.js';

async function* pieces(text: string, size: number) {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function read(text: string, size = 7) {
  const lines: { at: string; text: string }[] = [];
  for await (const line of readLogLines(pieces(text, size))) lines.push(line);
  return lines;
}

test('lines come out whole, however they were cut, with any text', async () => {
  const text =
    '2026-01-02T03:04:05.123456789Z héllo → 世界\r\n2026-01-02T03:04:06.5Z \n2026-01-02T03:04:07Z last';
  for (const size of [1, 2, 3, 1_000]) {
    expect(await read(text, size)).toEqual([
      { at: '2026-01-02T03:04:05.123456789Z', text: 'héllo → 世界' },
      { at: '2026-01-02T03:04:06.500000000Z', text: '' },
      { at: '2026-01-02T03:04:07.000000000Z', text: 'last' },
    ]);
  }
});

test('equal stamps are told apart in the same way each time', async () => {
  const lines = ['a', 'b', 'c'].map((text) => `2026-01-02T03:04:05.999999999Z ${text}\n`).join('');
  expect((await read(lines)).map(({ at }) => at)).toEqual([
    '2026-01-02T03:04:05.999999999Z',
    '2026-01-02T03:04:06.000000000Z',
    '2026-01-02T03:04:06.000000001Z',
  ]);
});

test('stamps of other time zones are read as the same moments', async () => {
  const [line] = await read('2026-01-02T10:04:05.000000001+07:00 from Jakarta\n');
  expect(line?.at).toBe('2026-01-02T03:04:05.000000001Z');
});

test('a line without an end is cut, and what a kubelet says for itself is left out', async () => {
  const lines = await read(
    `unable to retrieve container logs for containerd://abc\n2026-01-02T03:04:05Z ${'x'.repeat(100_000)}\n2026-01-02T03:04:06Z next\n`,
    4_096,
  );
  expect(lines).toHaveLength(2);
  expect(lines[0]?.text.length).toBeLessThan(16_400);
  expect(lines[1]?.text).toBe('next');
});

test('a progress bar that was written over for a megabyte shows its last state', async () => {
  const states = Array.from({ length: 100_000 }, (_, index) => `\r\u001b[Kstep ${index}`).join('');
  const lines = await read(`2026-01-02T03:04:05Z ${states}\r\n2026-01-02T03:04:06Z next\n`, 4_096);
  expect(lines.map(({ text }) => text)).toEqual(['step 99999', 'next']);
});
