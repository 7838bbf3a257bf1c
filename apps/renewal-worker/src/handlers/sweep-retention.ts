import { type Clock, systemClock } from '@minispod/domain/ports/clock';
import { deleteExpired } from '@minispod/domain/retention/delete-expired';
import { beginPart } from '@minispod/domain/sweep/marks';
import type { JobContext } from '@minispod/queues/worker';
import type { DataSource } from 'typeorm';

const DAY_MS = 86_400_000;

/** Once a day, deletes what is kept no longer. */
export function sweepRetention({ dataSource, clock }: { dataSource: DataSource; clock: Clock }) {
  return async (_payload: object, { logger }: Pick<JobContext, 'logger'>): Promise<void> => {
    const now = clock.now();
    if (!(await beginPart(dataSource, 'retention', DAY_MS, now))) return;
    logger.info(
      await deleteExpired(dataSource, now, systemClock.now()),
      'what is kept no longer was deleted',
    );
  };
}
