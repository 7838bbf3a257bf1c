import type { AdminCancelInput } from '@minispod/contracts/administration';
import type { SubscriptionView } from '@minispod/contracts/subscription';
import { withTransaction } from '@minispod/database/transaction';
import { recordAction } from '../audit-log/record.js';
import type { BillingDeps } from '../billing/run-billing.js';
import { once } from '../idempotency/once.js';
import { cancelLocked } from './cancel.js';
import { loadForAdministrator } from './load-for-administrator.js';

/** Cancels anybody's subscription as its owner could, and writes who did it and why. */
export async function cancelAsAdministrator(
  deps: BillingDeps,
  administratorId: string,
  { requestId, ...input }: AdminCancelInput,
  now: Date,
): Promise<SubscriptionView> {
  return withTransaction(deps.dataSource, async (tx) => {
    const { id, when, reason } = input;
    const { wallet } = await loadForAdministrator(tx, id);
    const request = { userId: administratorId, key: requestId, operation: 'admin-cancel', input };
    return once(tx, request, now, async () => {
      await recordAction(
        tx,
        {
          actorId: administratorId,
          action: 'subscription.cancel',
          subject: 'subscription',
          subjectId: id,
          details: { when, reason },
        },
        now,
      );
      return cancelLocked(tx, wallet, { id, when }, `administrator:${administratorId}`, now);
    });
  });
}
