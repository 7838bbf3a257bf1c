import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { BackupMissing, type BackupStore } from '@minispod/domain/ports/backup-store';
import { checkKey } from './key.js';

/** What is being written; no key ends like that, so none is ever read. */
const UNFINISHED = '.part~';

/** A directory on one disk. A backup is either whole and on the disk or not there: it is renamed into place when synced. */
export function directoryStore(path: string): BackupStore {
  const root = resolve(path);
  const pathOf = (key: string) => join(root, checkKey(key));
  return {
    async put(key, from) {
      const target = pathOf(key);
      const folder = dirname(target);
      const unfinished = `${target}.${randomUUID()}${UNFINISHED}`;
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await removeUnfinished(target);
        await pipeline(from, createWriteStream(unfinished, { flags: 'wx', mode: 0o600, flush: true }));
        await rename(unfinished, target);
      } catch (error) {
        from.destroy();
        await rm(unfinished, { force: true });
        throw error;
      }
      await sync(folder);
    },

    async get(key) {
      try {
        const file = await open(pathOf(key));
        return file.createReadStream();
      } catch (error) {
        if (isMissing(error)) throw new BackupMissing(`there is no backup ${key}`);
        throw error;
      }
    },

    async delete(key) {
      const target = pathOf(key);
      await removeUnfinished(target);
      await rm(target, { force: true });
    },
  };
}

/** Left by a crash; or still being written by an attempt that was given up for lost, which then fails to rename it. */
async function removeUnfinished(target: string): Promise<void> {
  const names = await readdir(dirname(target)).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const mine = names.filter((name) => name.startsWith(`${basename(target)}.`) && name.endsWith(UNFINISHED));
  await Promise.all(mine.map((name) => rm(join(dirname(target), name), { force: true })));
}

/** A rename is on the disk once its directory is. */
async function sync(folder: string): Promise<void> {
  const directory = await open(folder);
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
