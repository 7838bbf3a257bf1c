import type { Readable } from 'node:stream';

/** Where backups are kept: a directory or an S3 bucket. Keys are made by us. Streams; encrypted before they get here. */
export interface BackupStore {
  /** Replaces what an interrupted attempt left. Resolves when it is safely stored. */
  put(key: string, from: Readable): Promise<void>;
  /** Throws BackupMissing. */
  get(key: string): Promise<Readable>;
  /** Nothing there is no error. */
  delete(key: string): Promise<void>;
}

export class BackupMissing extends Error {
  override readonly name = 'BackupMissing';
}
