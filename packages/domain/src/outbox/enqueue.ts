import { OutboxMessage } from '@minispod/database/entities/outbox-message.entity';
import type { Tx } from '@minispod/database/transaction';
import type { JobName, JobPayload } from '@minispod/queues/catalog';

/** Promises a job: it is done at least once if this transaction commits, and never if it does not. */
export async function enqueue<N extends JobName>(
  tx: Tx,
  job: N,
  payload: JobPayload<N>,
  now: Date,
): Promise<void> {
  await tx.insert(OutboxMessage, { job, payload, createdAt: now });
}
