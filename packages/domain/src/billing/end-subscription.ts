import type { Tx } from '@minispod/database/transaction';
import { transition } from '../history/transition.js';
import { terminateInstances } from '../instance/terminate.js';
import { notify } from '../notification/notify.js';
import { releaseSlot } from '../quota/slots.js';
import type { Due } from './due.js';

/** The period is over and its owner wanted no other: it ends without charge. */
export async function endSubscription(tx: Tx, { subscription, serviceName }: Due, now: Date): Promise<void> {
  const { id, userId, planId } = subscription;
  const cause = { actor: 'system', reason: 'PERIOD_ENDED' } as const;
  const moved = await transition(tx, 'subscription', id, ['ACTIVE', 'CANCELLED'], cause, now, {
    nextActionAt: null,
    nextBilling: null,
    endReason: 'PERIOD_ENDED',
  });
  if (!moved) return;
  await terminateInstances(tx, id, 'PERIOD_ENDED', now);
  await notify(
    tx,
    {
      userId,
      kind: 'SUBSCRIPTION_ENDED',
      dedupeKey: `SUBSCRIPTION_ENDED:${id}`,
      data: { serviceName },
      link: '/catalog',
    },
    now,
  );
  await releaseSlot(tx, planId, now);
}
