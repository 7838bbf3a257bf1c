import { auditBooks } from '@minispod/domain/audit/audit-books';
import { recordAudit } from '@minispod/domain/audit/record-audit';
import type { Clock } from '@minispod/domain/ports/clock';
import type { JobContext } from '@minispod/queues/worker';
import type { DataSource } from 'typeorm';

/** In Jakarta, when least is going on. The pass comes once an hour, so it audits once a night. */
const HOUR = 2;
const JAKARTA_HOURS = 7;

/** Audits the books at night; what is broken becomes an alert and an error in the log. Nothing is mended by itself. */
export function sweepAudit({ dataSource, clock }: { dataSource: DataSource; clock: Clock }) {
  return async (_payload: object, { logger }: Pick<JobContext, 'logger'>): Promise<void> => {
    const now = clock.now();
    if ((now.getUTCHours() + JAKARTA_HOURS) % 24 !== HOUR) return;
    const broken = await auditBooks(dataSource, now);
    await recordAudit(dataSource, broken, now);
    for (const { id, name, count, findings } of broken)
      logger.error({ invariant: id, count, findings }, `books: ${name}`);
  };
}
