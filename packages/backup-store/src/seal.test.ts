import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BackupDamaged, openStream, sealStream } from './seal.js';

const KEY = 'not a real key and yet long enough to be one';
const CHUNK = 64 * 1024;
const SEALED_CHUNK = CHUNK + 16;
const HEADER = 36;

async function through(bytes: Buffer, transform: ReturnType<typeof sealStream>, pieceBytes = 50_000) {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) pieces.push(bytes.subarray(at, at + pieceBytes));
  const [out] = await Promise.all([
    buffer(transform).catch(() => Buffer.alloc(0)),
    pipeline(Readable.from(pieces), transform),
  ]);
  return out;
}
const seal = (bytes: Buffer, pieceBytes?: number) => through(bytes, sealStream(KEY, 'backup-1'), pieceBytes);
const open = (bytes: Buffer, { key = KEY, id = 'backup-1', pieceBytes = 50_000 } = {}) =>
  through(bytes, openStream(key, id), pieceBytes);

/** Around the chunk's size, where an end is easily taken for another. */
const size = fc.oneof(
  fc.constantFrom(0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK - 1),
  fc.integer({ min: 0, max: 5 * CHUNK }),
);

test('what was sealed opens to the same bytes, however they are cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      size,
      fc.integer({ min: 500, max: 200_000 }),
      fc.integer({ min: 500, max: 200_000 }),
      async (bytes, a, b) => {
        const plain = randomBytes(bytes);
        const sealed = await seal(plain, a);
        expect(sealed.length).toBe(HEADER + bytes + 16 * Math.max(1, Math.ceil(bytes / CHUNK)));
        expect((await open(sealed, { pieceBytes: b })).equals(plain)).toBe(true);
      },
    ),
    { numRuns: 40 },
  );
});

test('a changed byte anywhere, or a cut anywhere, is refused', async () => {
  await fc.assert(
    fc.asyncProperty(size, fc.nat(), fc.boolean(), async (bytes, where, cut) => {
      const sealed = await seal(randomBytes(bytes));
      const at = where % sealed.length;
      const damaged = cut ? sealed.subarray(0, at) : Buffer.from(sealed);
      if (!cut) damaged.writeUInt8(damaged.readUInt8(at) ^ 1, at);
      await expect(open(damaged)).rejects.toThrow(BackupDamaged);
    }),
    { numRuns: 60 },
  );
});

const chunksOf = (sealed: Buffer) => {
  const chunks: Buffer[] = [];
  for (let at = HEADER; at < sealed.length; at += SEALED_CHUNK)
    chunks.push(sealed.subarray(at, at + SEALED_CHUNK));
  return chunks;
};

test.each<[string, (chunks: Buffer[]) => Buffer[]]>([
  ['in another order', ([a, b, ...rest]) => [b, a, ...rest] as Buffer[]],
  ['without one in the middle', ([a, _, ...rest]) => [a, ...rest] as Buffer[]],
  ['with one twice', ([a, ...rest]) => [a, a, ...rest] as Buffer[]],
  ['without the last', (chunks) => chunks.slice(0, -1)],
  ['with something after the last', (chunks) => [...chunks, chunks.at(-1) as Buffer]],
  ['none at all', () => []],
])('chunks %s are refused', async (_, change) => {
  for (const bytes of [3 * CHUNK, 3 * CHUNK + 5]) {
    const sealed = await seal(randomBytes(bytes));
    const changed = Buffer.concat([sealed.subarray(0, HEADER), ...change(chunksOf(sealed))]);
    await expect(open(changed)).rejects.toThrow(BackupDamaged);
  }
});

test('another key and another backup are refused, and two sealings of the same look different', async () => {
  const plain = randomBytes(1_000);
  const [one, two] = [await seal(plain), await seal(plain)];
  expect(one.subarray(HEADER).equals(two.subarray(HEADER))).toBe(false);
  await expect(open(one, { key: `${KEY}.` })).rejects.toThrow(BackupDamaged);
  await expect(open(one, { id: 'backup-2' })).rejects.toThrow(BackupDamaged);
  const chunkOfAnother = Buffer.concat([one.subarray(0, HEADER), two.subarray(HEADER)]);
  await expect(open(chunkOfAnother)).rejects.toThrow(BackupDamaged);
});

test('after the key was rotated, what the former one sealed still opens', async () => {
  const plain = randomBytes(2 * CHUNK + 7);
  const former = await seal(plain);
  const rotated = `another key that is not a real one either,${KEY}`;
  expect((await open(former, { key: rotated })).equals(plain)).toBe(true);
  const newer = await through(plain, sealStream(rotated, 'backup-1'));
  expect((await open(newer, { key: rotated })).equals(plain)).toBe(true);
  await expect(open(newer)).rejects.toThrow(BackupDamaged);
});

test('nothing of a chunk leaves before it is proved', async () => {
  const sealed = await seal(randomBytes(2 * CHUNK));
  sealed.writeUInt8(sealed.readUInt8(HEADER + SEALED_CHUNK + 9) ^ 1, HEADER + SEALED_CHUNK + 9);
  const opener = openStream(KEY, 'backup-1');
  let out = 0;
  opener.on('data', (data: Buffer) => {
    out += data.length;
  });
  await expect(pipeline(Readable.from([sealed]), opener)).rejects.toThrow(BackupDamaged);
  expect(out).toBeLessThanOrEqual(CHUNK);
});
