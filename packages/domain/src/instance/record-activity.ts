import type { InstanceActivityKind } from '@minispod/contracts/instance';
import { InstanceActivity } from '@minispod/database/entities/instance-activity.entity';
import type { Tx } from '@minispod/database/transaction';
import type { Actor } from '../history/transition.js';

/** Writes down what was done to an instance and by whom. `details` holds names, never a value of a variable. */
export async function recordActivity(
  tx: Tx,
  instanceId: string,
  kind: InstanceActivityKind,
  actor: Actor,
  details: Record<string, unknown>,
  now: Date,
): Promise<void> {
  await tx.insert(InstanceActivity, { instanceId, kind, actor, details, at: now });
}
