import { dueNotifications } from '@minispod/domain/notification/due-notifications';
import { type MailDeps, sendNotification } from '@minispod/domain/notification/send-notification';
import type { Clock } from '@minispod/domain/ports/clock';
import { eachAlone } from '@minispod/domain/sweep/each-alone';
import type { Handler } from '@minispod/queues/worker';
import { tell } from './send-notification.js';

const BATCH = 100;
const PARALLEL = 4;

/** Mails whatever is due, until nothing is or the worker closes. */
export function sweepNotifications(deps: MailDeps & { clock: Clock }): Handler<'sweep-notifications'> {
  const { dataSource, clock } = deps;
  return async (_payload, { logger, signal }) => {
    let due: string[];
    do {
      const now = clock.now();
      due = await eachAlone(
        { dataSource, name: 'mails', now },
        (resting) => dueNotifications(dataSource, now, BATCH, resting),
        async (id) => tell(logger, id, await sendNotification(deps, id, clock.now())),
        { width: PARALLEL, signal },
      );
    } while (due.length === BATCH && !signal.aborted);
  };
}
