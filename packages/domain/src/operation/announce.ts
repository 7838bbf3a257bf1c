import type { Tx } from '@minispod/database/transaction';
import { loadInstance } from '../instance/load-instance.js';
import { announce } from '../live/announce.js';
import { required } from '../rows.js';
import type { Operation } from './operation.js';

/** Open consoles look again at the instance of this operation. */
export async function announceOperation(
  tx: Tx,
  { instanceId }: Pick<Operation, 'instanceId'>,
): Promise<void> {
  const { subscription } = required(await loadInstance(tx, instanceId));
  await announce(tx, { topic: 'instance', userId: subscription.userId, id: instanceId });
}
