import type { SuspendInput } from '@minispod/contracts/administration';
import type { SubscriptionView } from '@minispod/contracts/subscription';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import { type DataSource, In } from 'typeorm';
import type { z } from 'zod';
import { recordAction } from '../audit-log/record.js';
import { DomainError } from '../errors.js';
import { transition } from '../history/transition.js';
import { setWish } from '../instance/wishes.js';
import { announce } from '../live/announce.js';
import { notify } from '../notification/notify.js';
import { releaseSlot } from '../quota/slots.js';
import { required } from '../rows.js';
import { viewSubscriptions } from './list-subscriptions.js';
import { loadForAdministrator } from './load-for-administrator.js';
import type { Owned } from './load-owned.js';
import { refuseUnpaid } from './refuse-unpaid.js';

/**
 * An administrator stops a subscription: its slot is free, its data is kept, and until it is resumed nothing is charged
 * and no payment starts it. CONFLICT while something is under way or when it has ended.
 */
export async function suspendSubscription(
  dataSource: DataSource,
  administratorId: string,
  { id, reason }: z.infer<typeof SuspendInput>,
  now: Date,
): Promise<SubscriptionView> {
  return withTransaction(dataSource, async (tx) => {
    const owned = await loadForAdministrator(tx, id);
    const { subscription, service } = owned;
    const { userId, planId } = subscription;
    await refuseUnlessStoppable(tx, owned);
    const held = { suspendedAt: now, suspendedBy: 'ADMINISTRATOR', retentionEnd: null } as const;
    // Billing looks at it no more: neither grace nor retention runs while it is held back by us.
    const unwatched = { nextActionAt: null, gracePeriodEnd: null };
    const wasActive = subscription.status === 'ACTIVE';
    if (wasActive) {
      const cause = { actor: `administrator:${administratorId}`, reason: 'ADMINISTRATOR' } as const;
      await transition(tx, 'subscription', id, ['ACTIVE', 'SUSPENDED'], cause, now, {
        ...held,
        ...unwatched,
      });
    } else {
      await tx.update(Subscription, { id }, { ...held, ...unwatched, updatedAt: now });
    }
    await setWish(tx, id, 'administratorWish', 'STOP', now);
    await recordAction(
      tx,
      {
        actorId: administratorId,
        action: 'subscription.suspend',
        subject: 'subscription',
        subjectId: id,
        details: { reason },
      },
      now,
    );
    await notify(
      tx,
      {
        userId,
        kind: 'SUSPENDED_BY_ADMINISTRATOR',
        dedupeKey: `SUSPENDED_BY_ADMINISTRATOR:${id}:${now.toISOString()}`,
        data: { serviceName: service.name, reason },
        link: `/subscriptions/${id}`,
      },
      now,
    );
    await announce(tx, { topic: 'wallet', userId, id: userId });
    if (wasActive) await releaseSlot(tx, planId, now);
    const [view] = await viewSubscriptions(tx, [await tx.findOneByOrFail(Subscription, { id })]);
    return required(view);
  });
}

async function refuseUnlessStoppable(tx: Tx, { subscription }: Owned): Promise<void> {
  const { id, status, suspendedBy } = subscription;
  const refuse = (message: string) => new DomainError('CONFLICT', message, { status });
  refuseUnpaid(subscription);
  if (status === 'SUSPENDED' && suspendedBy === 'ADMINISTRATOR') throw refuse('It is suspended already');
  if (status === 'PENDING_UPGRADE') throw refuse('An upgrade is under way: suspend it when that is done');
  if (status !== 'ACTIVE' && status !== 'SUSPENDED') throw refuse('This subscription has ended');
  const starting = { subscriptionId: id, status: In(['PENDING', 'PROVISIONING']) };
  if (await tx.existsBy(ServiceInstance, starting))
    throw refuse('It is still starting: suspend it when it runs, or cancel it');
}
