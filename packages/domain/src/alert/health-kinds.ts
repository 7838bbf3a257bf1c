import type { InstanceAlertKind } from '@minispod/contracts/instance';
import type { Tx } from '@minispod/database/transaction';

const KINDS = [
  'INSTANCE_UNHEALTHY',
  'INSTANCE_CRASH_LOOP',
  'INSTANCE_OUT_OF_MEMORY',
] as const satisfies InstanceAlertKind[];
export type HealthAlertKind = (typeof KINDS)[number];

/** Alerts that say in which way an instance is ill. They come and go with its health. */
export const HEALTH_KINDS: ReadonlySet<string> = new Set(KINDS);

/** In how many ways an instance is known to be ill. */
export async function healthAlertsOpen(tx: Tx, instanceId: string): Promise<number> {
  const [{ open }] = await tx.query(
    `SELECT count(*) AS open FROM alerts WHERE instance_id = $1 AND kind = ANY($2) AND closed_at IS NULL`,
    [instanceId, KINDS],
  );
  return Number(open);
}
