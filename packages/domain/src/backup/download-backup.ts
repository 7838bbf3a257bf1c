import type { Backup } from '@minispod/database/entities/backup.entity';
import { ServiceVersion } from '@minispod/database/entities/service-version.entity';
import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { DomainError } from '../errors.js';
import { recordActivity } from '../instance/record-activity.js';
import { required } from '../rows.js';
import { findBackup, refuseUnfinished } from './find-backup.js';

export interface Download {
  backup: Backup;
  /** ASCII letters, digits, dots and hyphens. */
  fileName: string;
}

/** A backup its owner may have as a file, whatever became of the instance or its bill. CONFLICT where there is no file. */
export async function downloadBackup(
  dataSource: DataSource,
  userId: string,
  input: { id: string; backupId: string },
  now: Date,
): Promise<Download> {
  return withTransaction(dataSource, async (tx) => {
    const { backup, service } = await findBackup(tx, userId, input);
    refuseUnfinished(backup);
    if (backup.format === 'SNAPSHOT')
      throw new DomainError('CONFLICT', 'This backup is a snapshot within the cluster: it is no file');
    const { version, template } = required(
      await tx.findOneBy(ServiceVersion, { id: backup.serviceVersionId }),
    );
    const details = { backupId: backup.id, kind: backup.kind };
    await recordActivity(tx, backup.instanceId, 'BACKUP_DOWNLOADED', `user:${userId}`, details, now);
    const stamp = backup.createdAt.toISOString().slice(0, 16).replace(/[-:]/g, '').replace('T', '-');
    const extension = backup.format === 'COMMAND' ? (template.backup?.fileExtension ?? 'dump') : 'tar.gz';
    const name = `${service.slug}-${version}-${stamp}.${extension}`;
    return { backup, fileName: name.replace(/[^\w.-]/g, '-') };
  });
}
