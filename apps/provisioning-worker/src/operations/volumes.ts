import { Backup } from '@minispod/database/entities/backup.entity';
import type { DesiredInstance } from '@minispod/domain/ports/cluster';
import { required } from '@minispod/domain/rows';
import type { Carrier } from './deps.js';
import { readBackup } from './streams.js';
import { untilGone } from './wait-for.js';

/**
 * A volume without anything in it, whatever an interrupted try left: `desired` has its generation, `keep` those that stay.
 * Of a snapshot it comes filled.
 */
export async function freshVolume(
  carrier: Carrier,
  desired: DesiredInstance,
  backup: Backup,
  keep: number[],
): Promise<void> {
  const { cluster, data } = carrier;
  await untilGone(carrier, desired, () => data.removeHelpers(desired));
  await untilGone(carrier, desired, () => cluster.removeOtherVolumes(desired, keep));
  if (backup.format === 'SNAPSHOT') await data.prepareVolumeFrom(desired, backup.id);
  else await data.prepareVolume(desired);
}

/** Fills it: by a helper pod, or by the app that runs on it already. */
export async function fillVolume(
  carrier: Carrier,
  desired: DesiredInstance,
  backup: Backup,
  byRunningApp: boolean,
): Promise<void> {
  const { data, signal } = carrier;
  const { format } = backup;
  if (format === 'SNAPSHOT') return;
  await readBackup(carrier, backup, (from) =>
    byRunningApp ? data.load(desired, from, signal) : data.copyIn(desired, format, from, signal),
  );
}

export async function loadBackup({ dataSource }: Carrier, backupId: string): Promise<Backup> {
  return required(await dataSource.manager.findOneBy(Backup, { id: backupId }));
}
