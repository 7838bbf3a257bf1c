import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { closeAlert } from '../alert/close.js';
import { raiseAlert } from '../alert/raise.js';
import type { UsageReading } from '../ports/cluster.js';
import { judgeVolume } from './rules/judge-volume.js';

const KIND = 'VOLUME_NEARLY_FULL';

/** Says of each volume that is nearly full that it is, until it is not; and stops saying so of what is gone. */
export async function alertOnVolumes(
  dataSource: DataSource,
  readings: UsageReading[],
  now: Date,
): Promise<void> {
  const rows: { subject: string; isGone: boolean }[] = await dataSource.query(
    `SELECT a.subject, i.released_at IS NOT NULL AS "isGone" FROM alerts a JOIN service_instances i ON i.id = a.instance_id
      WHERE a.kind = $1 AND a.closed_at IS NULL`,
    [KIND],
  );
  const open = new Set(rows.map(({ subject }) => subject));
  const over = new Set(rows.filter(({ isGone }) => isGone).map(({ subject }) => subject));
  for (const reading of readings) {
    const { instanceId } = reading;
    const judged = judgeVolume(reading, open.has(instanceId));
    if (judged.is === 'FINE') {
      if (open.has(instanceId)) over.add(instanceId);
      continue;
    }
    if (judged.is === 'UNKNOWN') continue;
    const { percent, storageGb, severity } = judged;
    const message = `The volume is ${percent}% full.`;
    const alert = { kind: KIND, subject: instanceId, instanceId, message, severity };
    await withTransaction(dataSource, (tx) =>
      raiseAlert(tx, { ...alert, details: { percent, storageGb } }, now),
    );
  }
  for (const subject of over)
    await withTransaction(dataSource, (tx) => closeAlert(tx, { kind: KIND, subject }, now));
}
