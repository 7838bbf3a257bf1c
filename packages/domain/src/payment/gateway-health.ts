import { cleanText } from '@minispod/contracts/clean-text';
import type { GatewayName } from '@minispod/contracts/wallet';
import { GatewayHealth } from '@minispod/database/entities/gateway-health.entity';
import type { Reader } from '@minispod/database/transaction';
import { type DataSource, IsNull, Not } from 'typeorm';

/** In a row, before a gateway is taken out of the choice: one time-out is no outage. */
const FAILURES = 3;

/** Writes only when something changes: a gateway that answers is asked all day. */
export async function recordSuccess(dataSource: DataSource, gateway: GatewayName, now: Date): Promise<void> {
  await dataSource.query(
    `UPDATE gateway_health SET failures = 0, down_since = NULL, last_error = NULL, checked_at = $2
      WHERE gateway = $1 AND failures > 0`,
    [gateway, now],
  );
}

export async function recordFailure(
  dataSource: DataSource,
  gateway: GatewayName,
  error: string,
  now: Date,
): Promise<void> {
  await dataSource.query(
    `INSERT INTO gateway_health AS h (gateway, failures, last_error, checked_at) VALUES ($1, 1, $2, $3)
     ON CONFLICT (gateway) DO UPDATE SET failures = h.failures + 1, last_error = excluded.last_error, checked_at = excluded.checked_at,
       down_since = CASE WHEN h.failures + 1 >= ${FAILURES} THEN coalesce(h.down_since, excluded.checked_at) END`,
    [gateway, cleanText(error, 500), now],
  );
}

/** Names of the gateways that do not answer just now. */
export async function findDown(reader: Reader): Promise<Set<GatewayName>> {
  const rows = await reader.find(GatewayHealth, { where: { downSince: Not(IsNull()) } });
  return new Set(rows.map(({ gateway }) => gateway));
}
