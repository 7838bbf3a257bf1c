import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { closeAlert } from '../alert/close.js';
import { type AlertSubject, type NewAlert, raiseAlert } from '../alert/raise.js';
import type { UsageReading } from '../ports/cluster.js';
import { eachAlone } from '../sweep/each-alone.js';
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
  const full: NewAlert[] = [];
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
    const details = { percent, storageGb };
    full.push({ kind: KIND, subject: instanceId, instanceId, message, severity, details });
  }
  const say = (alert: NewAlert | AlertSubject) =>
    withTransaction(dataSource, (tx) =>
      'message' in alert ? raiseAlert(tx, alert, now) : closeAlert(tx, alert, now),
    );
  await eachAlone(
    { dataSource, name: 'volume-alerts', now },
    (resting) =>
      [...full, ...[...over].map((subject) => ({ kind: KIND, subject }))].filter(
        ({ subject }) => !resting.includes(subject),
      ),
    say,
    { subjectOf: ({ subject }) => subject },
  );
}
