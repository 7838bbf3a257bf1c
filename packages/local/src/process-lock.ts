import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { identify, isAlive, type ProcessIdentity } from './process-identity.js';

export class LockedError extends Error {
  constructor(
    readonly path: string,
    readonly pid: number,
  ) {
    super(`${path} is held by the running process ${pid}`);
  }
}

/**
 * Takes a lock file that names its holder. The lock of a process that is gone, even with kill -9 and even when
 * its number was given to another, is taken over.
 * @returns releases the lock
 * @throws LockedError while its holder lives
 */
export function acquireProcessLock(path: string): () => void {
  const self = identify(process.pid);
  const content = JSON.stringify(self);
  mkdirSync(dirname(path), { recursive: true });
  for (;;) {
    try {
      writeFileSync(path, content, { flag: 'wx', mode: 0o600 });
      let held = true;
      return () => {
        // By the second call the lock may be another's, or ours anew.
        if (held && read(path) === content) rmSync(path, { force: true });
        held = false;
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const held = read(path);
    if (held === undefined) continue;
    const holder = parse(held);
    if (holder && isAlive(holder)) throw new LockedError(path, holder.pid);
    removeStale(path, held);
  }
}

/** Of two that find the same stale lock, one moves it away; the other sees that it moved the winner's and puts it back. */
function removeStale(path: string, stale: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (read(aside) !== stale) linkSync(aside, path);
  rmSync(aside);
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** A lock cut short by a full disk or a crash names nobody, so it is nobody's. */
function parse(content: string): ProcessIdentity | undefined {
  try {
    const { pid, started } = JSON.parse(content);
    return { pid, started };
  } catch {
    return undefined;
  }
}
