import { InstanceOperation } from '@minispod/database/entities/instance-operation.entity';
import { withTransaction } from '@minispod/database/transaction';
import { type DataSource, IsNull, Not } from 'typeorm';

/** What it left in the cluster is being taken away from now on; the deadline of that runs from the first attempt. */
export async function beginCleaning(dataSource: DataSource, id: string, now: Date): Promise<void> {
  await withTransaction(dataSource, (tx) =>
    tx.update(InstanceOperation, { id, cleaningBeganAt: IsNull() }, { cleaningBeganAt: now }),
  );
}

/** Nothing that it made is left in the cluster but what is used. */
export async function markCleaned(dataSource: DataSource, id: string, now: Date): Promise<void> {
  await withTransaction(dataSource, (tx) =>
    tx.update(InstanceOperation, { id, finishedAt: Not(IsNull()) }, { cleanedAt: now }),
  );
}
