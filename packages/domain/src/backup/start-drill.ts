import type { OperationView } from '@minispod/contracts/operation';
import { Backup } from '@minispod/database/entities/backup.entity';
import { type Tx, violatedConstraint, withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { recordAction } from '../audit-log/record.js';
import { DomainError, notFound } from '../errors.js';
import type { Actor } from '../history/transition.js';
import { once } from '../idempotency/once.js';
import { loadInstance } from '../instance/load-instance.js';
import type { Operation } from '../operation/operation.js';
import { startOperation } from '../operation/start-operation.js';
import { toOperationView } from '../operation/views.js';
import { required } from '../rows.js';
import { refuseUnfinished } from './find-backup.js';

const ONE_DRILL = 'instance_operations_one_drill';

/** An operator wants a backup proved. CONFLICT for one that holds nothing, for snapshots, and while another drill runs. */
export async function drillBackup(
  dataSource: DataSource,
  administratorId: string,
  { requestId, backupId }: { requestId?: string | undefined; backupId: string },
  now: Date,
): Promise<{ operation: OperationView }> {
  try {
    return await withTransaction(dataSource, async (tx) => {
      const request = {
        userId: administratorId,
        key: requestId,
        operation: 'backups.drill',
        input: { backupId },
      };
      return once(tx, request, now, async () => {
        const backup = await tx.findOneBy(Backup, { id: backupId });
        if (!backup) throw notFound('Backup');
        refuseUnfinished(backup);
        if (backup.format === 'SNAPSHOT')
          throw new DomainError('CONFLICT', 'A snapshot cannot be restored into another namespace');
        await recordAction(
          tx,
          { actorId: administratorId, action: 'backup.drill', subject: 'backup', subjectId: backupId },
          now,
        );
        return {
          operation: toOperationView(await startDrill(tx, backup, `administrator:${administratorId}`, now)),
        };
      });
    });
  } catch (error) {
    if (violatedConstraint(error) !== ONE_DRILL) throw error;
    throw new DomainError('CONFLICT', 'Another drill is under way: wait until it is done');
  }
}

/**
 * Once a week the newest backup of each service is proved, one at a time: starts the next drill that is due. False when none
 * is, or one is under way.
 */
export async function startDueDrill(dataSource: DataSource, now: Date): Promise<boolean> {
  try {
    return await withTransaction(dataSource, async (tx) => {
      const [due] = await tx.query(
        `SELECT DISTINCT ON (b.service_id) b.id FROM backups b
          WHERE b.status = 'SUCCEEDED' AND b.format <> 'SNAPSHOT' AND (b.expires_at IS NULL OR b.expires_at > $1)
            AND NOT EXISTS (SELECT FROM instance_operations o WHERE o.kind = 'DRILL' AND o.status IN ('PENDING', 'RUNNING'))
            AND NOT EXISTS (SELECT FROM instance_operations o JOIN backups drilled ON drilled.id = (o.input->>'backupId')::uuid
                             WHERE o.kind = 'DRILL' AND drilled.service_id = b.service_id AND o.created_at > $1::timestamptz - interval '7 days')
          ORDER BY b.service_id, b.created_at DESC LIMIT 1`,
        [now],
      );
      if (!due) return false;
      await startDrill(tx, required(await tx.findOneBy(Backup, { id: due.id })), 'system', now);
      return true;
    });
  } catch (error) {
    if (violatedConstraint(error) !== ONE_DRILL) throw error;
    return false;
  }
}

async function startDrill(tx: Tx, backup: Backup, actor: Actor, now: Date): Promise<Operation<'DRILL'>> {
  const loaded = required(await loadInstance(tx, backup.instanceId));
  return startOperation(tx, loaded, { kind: 'DRILL', input: { backupId: backup.id }, actor }, now);
}
