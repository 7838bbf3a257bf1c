import { dueNotifications } from '@minispod/domain/notification/due-notifications';
import { type MailDeps, sendNotification } from '@minispod/domain/notification/send-notification';
import type { Clock } from '@minispod/domain/ports/clock';
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
      due = await dueNotifications(dataSource, clock.now(), BATCH);
      const queue = [...due];
      const work = async () => {
        for (let id = queue.shift(); id && !signal.aborted; id = queue.shift())
          tell(logger, id, await sendNotification(deps, id, clock.now()));
      };
      await Promise.all(Array.from({ length: PARALLEL }, work));
    } while (due.length === BATCH && !signal.aborted);
  };
}
