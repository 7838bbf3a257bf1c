import { RefreshToken } from '@minispod/database/entities/refresh-token.entity';
import type { Tx } from '@minispod/database/transaction';
import { IsNull } from 'typeorm';

/** Ends a login: none of its tokens works any more. The caller holds the user's row, so no new token slips in beside. */
export async function endFamily(tx: Tx, familyId: string, now: Date): Promise<void> {
  await tx.update(RefreshToken, { familyId, revokedAt: IsNull() }, { revokedAt: now });
}
