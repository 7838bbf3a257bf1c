import type { BackupListInput, BackupListView } from '@minispod/contracts/operation';
import { Backup } from '@minispod/database/entities/backup.entity';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { ServiceVersion } from '@minispod/database/entities/service-version.entity';
import type { Reader } from '@minispod/database/transaction';
import { In, Not } from 'typeorm';
import type { z } from 'zod';
import { notFound } from '../errors.js';
import { loadInstance } from '../instance/load-instance.js';
import { required } from '../rows.js';
import { heldBeforeRestore } from './undo-restore.js';
import { type BackupRow, toBackupView } from './views.js';

/**
 * What an instance can be restored from, newest first: its own backups, also failed ones, and its owner's of the same service
 * that outlived their instance. While it is suspended, too: the data is its owner's.
 */
export async function listBackups(
  reader: Reader,
  userId: string,
  { id, page, limit }: z.infer<typeof BackupListInput>,
): Promise<z.infer<typeof BackupListView>> {
  const loaded = await loadInstance(reader, id, userId);
  if (!loaded) throw notFound('Instance');
  const { instance, subscription, plan, version } = loaded;
  const where = [
    { instanceId: id, status: Not('DELETED' as const) },
    {
      userId,
      serviceId: subscription.serviceId,
      instanceId: Not(id),
      status: 'SUCCEEDED' as const,
      format: Not('SNAPSHOT' as const),
    },
  ];
  const rows = await reader.find(Backup, {
    where,
    order: { createdAt: 'DESC', id: 'DESC' },
    skip: (page - 1) * limit,
    take: limit,
  });
  return {
    items: (await withNames(reader, rows)).map(toBackupView),
    page,
    limit,
    total: await reader.count(Backup, { where }),
    schedule: {
      everyHours: plan.backupEveryHours,
      keep: plan.backupKeep,
      nextAt: instance.backupDueAt?.toISOString() ?? null,
    },
    isHot: version.template.backup !== undefined,
    restoreUndoUntil: (await heldBeforeRestore(reader, instance))
      ? (instance.previousUntil?.toISOString() ?? null)
      : null,
  };
}

/** Names and versions for many backups in two queries. */
export async function withNames(reader: Reader, rows: Backup[]): Promise<BackupRow[]> {
  const instances = await reader.find(ServiceInstance, {
    select: { id: true, name: true },
    where: { id: In(rows.map((row) => row.instanceId)) },
  });
  const versions = await reader.find(ServiceVersion, {
    select: { id: true, version: true },
    where: { id: In(rows.map((row) => row.serviceVersionId)) },
  });
  const nameOf = new Map(instances.map(({ id, name }) => [id, name]));
  const versionOf = new Map(versions.map(({ id, version }) => [id, version]));
  return rows.map((row) => ({
    ...row,
    instanceName: required(nameOf.get(row.instanceId)),
    version: required(versionOf.get(row.serviceVersionId)),
  }));
}
