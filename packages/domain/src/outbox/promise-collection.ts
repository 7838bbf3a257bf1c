import type { Tx } from '@minispod/database/transaction';
import { enqueue } from './enqueue.js';

/**
 * A balance has risen, or what is due has changed: whatever this customer owes and can now pay is charged within seconds
 * of this commit, and what was suspended for it comes back.
 */
export async function promiseCollection(tx: Tx, userId: string, now: Date): Promise<void> {
  await enqueue(tx, 'collect-dues', { userId }, now);
}
