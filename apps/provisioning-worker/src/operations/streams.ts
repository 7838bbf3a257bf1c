import { createHash } from 'node:crypto';
import { PassThrough, type Readable, Transform, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { openStream, sealStream } from '@minispod/backup-store/seal';
import type { Backup } from '@minispod/database/entities/backup.entity';
import type { Stored } from '@minispod/domain/backup/finish-backup';
import type { Carrier } from './deps.js';
import { StepFailed } from './step-failed.js';

/** Counts and hashes what passes. */
function meter(): Transform & { measured(): { sizeBytes: number; sha256: string } } {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const passing = new Transform({
    transform(piece: Buffer, _encoding, done) {
      sizeBytes += piece.length;
      hash.update(piece);
      done(null, piece);
    },
  });
  return Object.assign(passing, { measured: () => ({ sizeBytes, sha256: hash.digest('hex') }) });
}

/**
 * Stores what `write` writes, sealed. The store keeps it only when all of it was written. What is empty is no backup: a
 * command that fails silently ends just so.
 */
export async function storeBackup(
  { store, encryptionKey, signal }: Carrier,
  backup: Pick<Backup, 'id' | 'storageKey'>,
  write: (to: Writable, signal: AbortSignal) => Promise<void>,
): Promise<Stored> {
  const ending = new AbortController();
  const from = new PassThrough();
  const measure = meter();
  const sealed = sealStream(encryptionKey, backup.id);
  const failure = firstFailure(() => {
    ending.abort();
    from.destroy();
    sealed.destroy();
  });
  await Promise.all([
    write(from, AbortSignal.any([signal, ending.signal])).then(() => {
      if (!from.writableEnded) from.end();
    }, failure.of),
    pipeline(from, measure, sealed).catch(failure.of),
    store.put(backup.storageKey, sealed).catch(failure.of),
  ]);
  failure.rethrow();
  const { sizeBytes, sha256 } = measure.measured();
  if (sizeBytes === 0)
    throw new StepFailed('BACKUP_EMPTY', 'The backup was empty: nothing came out of the app.');
  return { sizeBytes, sha256 };
}

/** Hands a stored backup to `read`, opened. Throws unless it was, to the last byte, what had been stored. */
export async function readBackup(
  { store, encryptionKey }: Pick<Carrier, 'store' | 'encryptionKey'>,
  backup: Pick<Backup, 'id' | 'storageKey' | 'sizeBytes' | 'sha256'>,
  read: (from: Readable) => Promise<void>,
): Promise<void> {
  const sealed = await store.get(backup.storageKey);
  const measure = meter();
  const failure = firstFailure(() => measure.destroy());
  await Promise.all([
    pipeline(sealed, openStream(encryptionKey, backup.id), measure).catch(failure.of),
    read(measure).catch(failure.of),
  ]);
  failure.rethrow();
  const { sizeBytes, sha256 } = measure.measured();
  if (sizeBytes !== backup.sizeBytes || sha256 !== backup.sha256)
    throw new StepFailed('BACKUP_DAMAGED', 'The store has something else than was put there.');
}

/** Where one end breaks the others do too: what the first of them said is the reason, not that a stream was closed. */
function firstFailure(stop: () => void) {
  let reason: unknown;
  return {
    of(error: unknown): void {
      if (reason === undefined || isEcho(reason)) reason = error;
      stop();
    },
    rethrow(): void {
      if (reason !== undefined) throw reason;
    },
  };
}

function isEcho(error: unknown): boolean {
  const { code, name } = error as { code?: unknown; name?: unknown };
  return code === 'ERR_STREAM_PREMATURE_CLOSE' || name === 'AbortError';
}
