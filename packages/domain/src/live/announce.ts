import type { LiveChange } from '@minispod/contracts/live';
import type { Tx } from '@minispod/database/transaction';

/** Tells open consoles, when this commits, that something of a user changed. They ask again for what. */
export async function announce(tx: Tx, ...changes: LiveChange[]): Promise<void> {
  await tx.query(`SELECT pg_notify('live', change) FROM unnest($1::text[]) AS change`, [
    changes.map((change) => JSON.stringify(change)),
  ]);
}
