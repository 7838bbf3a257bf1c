import type { BackupStore } from '@minispod/domain/ports/backup-store';
import { directoryStore } from './directory-store.js';
import { s3Store } from './s3-store.js';
import type { BackupStoreSettings } from './settings.js';

/** Nothing is written nor asked before it is used. Keys are relative paths of plain names; others throw RangeError. */
export function createBackupStore(settings: BackupStoreSettings): BackupStore {
  return settings.kind === 's3' ? s3Store(settings) : directoryStore(settings.path);
}
