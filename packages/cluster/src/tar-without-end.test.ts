import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, expect, test } from 'vitest';
import { TarWithoutEnd } from './tar-without-end.js';

const folder = mkdtempSync(join(tmpdir(), 'minispod-tar-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Files that end with zeros, long names and an empty directory: what a careless join loses. */
function packed(name: string): Buffer {
  const root = join(folder, name);
  mkdirSync(join(root, name, 'empty'), { recursive: true });
  writeFileSync(join(root, name, 'zeros'), Buffer.alloc(5_000));
  writeFileSync(join(root, name, `long-${'x'.repeat(150)}`), `${name} with a long name`);
  writeFileSync(join(root, name, 'last'), Buffer.concat([Buffer.from(name), Buffer.alloc(2_048)]));
  return execFileSync('tar', ['-C', root, '-cf', '-', `./${name}`]);
}

async function withoutEnd(tar: Buffer, piece: number): Promise<Buffer> {
  const pieces = function* () {
    for (let at = 0; at < tar.length; at += piece) yield tar.subarray(at, at + piece);
  };
  return buffer(Readable.from(pieces()).pipe(new TarWithoutEnd()));
}

test.each([1, 511, 512, 1_000, 100_000])('two archives become one, in pieces of %i', async (piece) => {
  const one = await withoutEnd(packed('one'), piece);
  const joined = join(folder, `joined-${piece}`);
  mkdirSync(joined);
  execFileSync('tar', ['-C', joined, '-xf', '-'], { input: Buffer.concat([one, packed('two')]) });
  for (const name of ['one', 'two']) {
    expect(readFileSync(join(joined, name, 'last'))).toEqual(
      Buffer.concat([Buffer.from(name), Buffer.alloc(2_048)]),
    );
    expect(readFileSync(join(joined, name, 'zeros'))).toEqual(Buffer.alloc(5_000));
    expect(readFileSync(join(joined, name, `long-${'x'.repeat(150)}`), 'utf8')).toContain(name);
  }
});

test('what is no archive comes out as nothing', async () => {
  expect(await withoutEnd(Buffer.from('{"visits":1}'), 5)).toHaveLength(0);
  expect(await withoutEnd(Buffer.alloc(10_000, 'x'), 700)).toHaveLength(0);
});
