import {
  type MailDeps,
  type MailOutcome,
  sendNotification as send,
} from '@minispod/domain/notification/send-notification';
import type { Clock } from '@minispod/domain/ports/clock';
import type { Handler, JobContext } from '@minispod/queues/worker';

/** Mails one notification. A mail server that cannot take it now is no failure of the job: the sweep tries again. */
export function sendNotification(deps: MailDeps & { clock: Clock }): Handler<'send-notification'> {
  return async ({ notificationId }, { logger }) => {
    tell(logger, notificationId, await send(deps, notificationId, deps.clock.now()));
  };
}

/** Says what became of a mail. What the server answered holds addresses, so it is kept in the row and not logged. */
export function tell(logger: JobContext['logger'], notificationId: string, outcome: MailOutcome): void {
  if (outcome === 'FAILED') logger.error({ notificationId }, 'mail given up');
  else if (outcome === 'RETRY') logger.warn({ notificationId }, 'mail not taken, will be tried again');
  else if (outcome === 'SENT') logger.info({ notificationId }, 'mail sent');
}
