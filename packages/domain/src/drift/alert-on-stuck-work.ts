import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { keepAlerts } from '../alert/keep.js';
import { findStuckWork } from './stuck-work.js';

/** Keeps an operator's alert for each piece of work and each removal that is past its deadline, until it has ended. */
export async function alertOnStuckWork(dataSource: DataSource, now: Date): Promise<void> {
  await withTransaction(dataSource, async (tx) => {
    const stuck = await findStuckWork(tx, now);
    for (const kind of ['STUCK_OPERATION', 'STUCK_REMOVAL'] as const) {
      const alerts = stuck
        .filter((finding) => finding.kind === kind)
        .map(({ subject, instanceId, userId, finding, whatToDo }) => ({
          subject: instanceId ?? `namespace of ${userId}`,
          message: `${subject}: ${finding} ${whatToDo}`,
          details: { instanceId },
          ...(userId !== null && { userId }),
        }));
      await keepAlerts(tx, kind, alerts, now);
    }
  });
}
