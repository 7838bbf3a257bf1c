import type { OperationKind } from '@minispod/contracts/operation';
import type { Tx } from '@minispod/database/transaction';
import { DomainError } from '../errors.js';
import { findOpenOperation } from '../operation/find-open.js';
import { refuseUnpaid } from '../subscription/refuse-unpaid.js';
import type { LoadedInstance } from './load-instance.js';

/** Work that the app must be left alone for. A drill has a throwaway copy and disturbs nobody. */
const UNDER_WAY: Record<Exclude<OperationKind, 'DRILL'>, string> = {
  BACKUP: 'A backup is under way',
  RESTORE: 'A restore is under way',
  UPDATE: 'An update is under way',
};

/** A CONFLICT that says in which state the instance is. */
export function conflict(
  { instance }: Pick<LoadedInstance, 'instance'>,
  message: string,
  details: Record<string, unknown> = {},
): DomainError<'CONFLICT'> {
  return new DomainError('CONFLICT', message, { status: instance.status, ...details });
}

/** Throws CONFLICT when it was ended for good, failed to start, or is in the bin. */
export function refuseEnded(loaded: LoadedInstance): void {
  const { status, deletionDueAt } = loaded.instance;
  if (status === 'TERMINATED' || status === 'ERROR') throw conflict(loaded, 'It has ended');
  if (deletionDueAt !== null) {
    throw conflict(loaded, 'It is deleted: take it back first', {
      deletionDueAt: deletionDueAt.toISOString(),
    });
  }
}

/** Throws CONFLICT when nobody may change it now, whoever they are: it has ended, or something is under way. */
export async function refuseUnsettled(tx: Tx, loaded: LoadedInstance): Promise<void> {
  const { instance, subscription } = loaded;
  refuseUnpaid(subscription);
  if (instance.status === 'PENDING' || instance.status === 'PROVISIONING')
    throw conflict(loaded, 'It is still being set up');
  refuseEnded(loaded);
  if (subscription.status === 'PENDING_UPGRADE') throw conflict(loaded, 'An upgrade is under way');
  const operation = await findOpenOperation(tx, instance.id);
  if (operation) {
    const { id, kind, phase } = operation;
    throw conflict(loaded, UNDER_WAY[kind], { operation: { id, kind, phase } });
  }
}

/** Throws CONFLICT when its owner may not change it now: as above, or while somebody else keeps it stopped. */
export async function refuseWhileOthersDecide(tx: Tx, loaded: LoadedInstance): Promise<void> {
  await refuseUnsettled(tx, loaded);
  const { billingWish, administratorWish } = loaded.instance;
  if (administratorWish === 'STOP') throw conflict(loaded, 'It was stopped by an administrator');
  if (billingWish === 'STOP')
    throw conflict(loaded, 'It is suspended until it is paid: top up and it comes back');
}
