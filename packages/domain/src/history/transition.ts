import { Order } from '@minispod/database/entities/order.entity';
import { Payment } from '@minispod/database/entities/payment.entity';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { StatusHistory } from '@minispod/database/entities/status-history.entity';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import type { Tx } from '@minispod/database/transaction';
import type { QueryDeepPartialEntity } from 'typeorm';
import { mayFollow, type StatusOf, type Subject } from './rules/transitions.js';

const entityOf = {
  order: Order,
  subscription: Subscription,
  instance: ServiceInstance,
  payment: Payment,
};

/** Who did it: a customer or administrator by id, or a part of the system. */
export type Actor = `user:${string}` | `administrator:${string}` | 'system' | 'gateway' | 'provisioning';

interface Cause {
  /** A code, e.g. PROVISIONING_FAILED or EXPIRED; the console has words for it. */
  reason?: string | null;
  actor: Actor;
}

/** Writes the first status of something just inserted into its history. */
export async function recordBirths(
  tx: Tx,
  births: { [S in Subject]?: { id: string; status: StatusOf[S] } },
  cause: Cause,
  now: Date,
): Promise<void> {
  await tx.insert(
    StatusHistory,
    Object.entries(births).map(([subject, { id, status }]) => ({
      subject: subject as Subject,
      subjectId: id,
      fromStatus: null,
      toStatus: status,
      reason: cause.reason ?? null,
      actor: cause.actor,
      at: now,
    })),
  );
}

/**
 * Moves one thing from one status to another and writes its history, or returns false when it is no longer in `from`:
 * then somebody else was faster, and the caller must do nothing. `set` changes other columns in the same update. A move
 * that its table does not allow is a bug and throws.
 */
export async function transition<S extends Subject>(
  tx: Tx,
  subject: S,
  id: string,
  [from, to]: [from: StatusOf[S], to: StatusOf[S]],
  cause: Cause,
  now: Date,
  set: QueryDeepPartialEntity<InstanceType<(typeof entityOf)[S]>> = {},
): Promise<boolean> {
  if (!mayFollow(subject, from, to)) throw new Error(`${subject} ${id} may not go from ${from} to ${to}`);
  const [update, values] = tx
    .createQueryBuilder()
    .update(entityOf[subject])
    .set({ ...set, status: to, updatedAt: now } as object)
    .where('id = :id AND status = :from', { id, from })
    .returning('id')
    .getQueryAndParameters();
  const row = { subject, from, to, reason: cause.reason ?? null, actor: cause.actor, at: now };
  const [{ moved }] = await tx.query(
    `WITH moved AS (${update}), written AS (
       INSERT INTO status_history (subject, subject_id, from_status, to_status, reason, actor, at)
       SELECT r.subject, moved.id, r."from", r."to", r.reason, r.actor, r.at
         FROM moved, jsonb_to_record($${values.length + 1}) AS r(subject text, "from" text, "to" text, reason text, actor text, at timestamptz)
     )
     SELECT EXISTS (SELECT FROM moved) AS moved`,
    [...values, JSON.stringify(row)],
  );
  return moved;
}
