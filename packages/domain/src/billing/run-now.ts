import type { BillingRunView } from '@minispod/contracts/administration';
import { withTransaction } from '@minispod/database/transaction';
import type { z } from 'zod';
import { recordAction } from '../audit-log/record.js';
import { expireApprovals } from '../money-action/expire.js';
import { lapseOffers } from '../waitlist/leave.js';
import { type BillingDeps, runBilling } from './run-billing.js';
import { warnOfLowCredit } from './warn.js';

/** Does at once what the renewal worker does by itself, because an administrator wants to see it. Safe at any time. */
export async function runBillingNow(
  deps: BillingDeps,
  administratorId: string,
  now: Date,
): Promise<z.infer<typeof BillingRunView>> {
  const action = {
    actorId: administratorId,
    action: 'billing.run',
    subject: 'billing',
    subjectId: 'all',
  } as const;
  await withTransaction(deps.dataSource, (tx) => recordAction(tx, action, now));
  const billed = await runBilling(deps, now);
  const warned = await warnOfLowCredit(deps, now);
  await expireApprovals(deps.dataSource, now);
  return { billed, warned, offersLapsed: await lapseOffers(deps.dataSource, now) };
}
