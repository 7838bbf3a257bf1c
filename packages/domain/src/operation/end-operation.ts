import { cleanTextEnd } from '@minispod/contracts/clean-text';
import { InstanceOperation } from '@minispod/database/entities/instance-operation.entity';
import type { Tx } from '@minispod/database/transaction';
import { loadInstance } from '../instance/load-instance.js';
import { convergeInstance } from '../instance/wishes.js';
import { announceInstance } from '../live/announce.js';
import { required } from '../rows.js';
import { whereItIs } from './advance-phase.js';
import type { Operation, Problem } from './operation.js';
import { hadItsWay } from './rules/shape.js';
import { tellOfEnd } from './tell-of-end.js';

/**
 * Ends an operation: with success, or with the problem in words. Whatever it made of the app ends with it, so the cluster is
 * brought in line with the wishes again; what it left behind there is still owed (`cleaned_at`). Its owner is told. False
 * when it is not where the caller saw it any more.
 */
export async function endOperation(
  tx: Tx,
  operation: Operation,
  failure: Problem | null,
  now: Date,
): Promise<boolean> {
  // The end must not depend on its words: a command or a store may have said anything.
  const problem = failure && { ...failure, message: cleanTextEnd(failure.message, 1_000) };
  const { affected } = await tx.update(InstanceOperation, whereItIs(operation), {
    status: problem ? 'FAILED' : 'SUCCEEDED',
    problemCode: problem?.code ?? null,
    problemMessage: problem?.message ?? null,
    startedAt: operation.startedAt ?? now,
    finishedAt: now,
  });
  if (!affected) return false;
  const loaded = required(await loadInstance(tx, operation.instanceId));
  const isLive = !['TERMINATED', 'ERROR'].includes(loaded.instance.status);
  if (isLive && hadItsWay(operation)) await convergeInstance(tx, operation.instanceId, now);
  await tellOfEnd(tx, operation, loaded, problem, now);
  await announceInstance(tx, operation.instanceId);
  return true;
}
