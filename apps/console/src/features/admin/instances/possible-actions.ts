import type { InstanceView } from '@minispod/contracts/instance';
import type { RouterOutputs } from '../../../app/router-outputs.js';

export type AdminInstance = RouterOutputs['admin']['instances']['list']['items'][number];

export type InstanceAction = 'lock' | 'unlock' | 'restart' | 'retry' | 'terminate';

/** What makes sense in its present state, the mildest first; the server has the last word. */
export function possibleActions({
  status,
  isLocked,
  deletionDueAt,
}: Pick<InstanceView, 'status' | 'deletionDueAt'> & { isLocked: boolean }): InstanceAction[] {
  if (status === 'TERMINATED') return [];
  const actions: InstanceAction[] = [];
  if (status === 'RUNNING') actions.push('restart');
  if (status === 'ERROR') actions.push('retry');
  actions.push(isLocked ? 'unlock' : 'lock');
  if (deletionDueAt === null) actions.push('terminate');
  return actions;
}
