import { Backup } from '@minispod/database/entities/backup.entity';
import type { Reader } from '@minispod/database/transaction';
import { Not } from 'typeorm';
import { DomainError, notFound } from '../errors.js';
import { type LoadedInstance, loadInstance } from '../instance/load-instance.js';

/**
 * A backup that an instance of the user's can be restored from, both loaded: its own, or another of the same user and
 * service. NOT_FOUND for anything else.
 */
export async function findBackup(
  reader: Reader,
  userId: string,
  { id, backupId }: { id: string; backupId: string },
): Promise<LoadedInstance & { backup: Backup }> {
  const loaded = await loadInstance(reader, id, userId);
  const backup =
    loaded &&
    (await reader.findOneBy(Backup, {
      id: backupId,
      userId,
      serviceId: loaded.subscription.serviceId,
      status: Not('DELETED'),
    }));
  if (!backup) throw notFound('Backup');
  return { ...loaded, backup };
}

/** CONFLICT unless it holds something. */
export function refuseUnfinished({ status }: Pick<Backup, 'status'>): void {
  if (status === 'PENDING') throw new DomainError('CONFLICT', 'This backup is still being made', { status });
  if (status !== 'SUCCEEDED')
    throw new DomainError('CONFLICT', 'This backup failed and holds nothing', { status });
}
