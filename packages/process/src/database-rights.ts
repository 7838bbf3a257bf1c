import { excessRights } from '@minispod/database/rights';
import type { DataSource } from 'typeorm';
import { ConfigurationError } from './env.js';

/**
 * Production does not run as a role that could rewrite the ledger or the history: whoever breaks into a process could too.
 * Throws ConfigurationError.
 */
export async function refuseExcessRights(NODE_ENV: string, dataSource: DataSource): Promise<void> {
  if (NODE_ENV !== 'production') return;
  const excess = await excessRights(dataSource);
  if (excess.length === 0) return;
  throw new ConfigurationError(
    `The configuration is not usable:\n  DATABASE_URL: its role ${excess.join(' and ')}. Name a role of its own there and the ` +
      'owner of the tables in DATABASE_OWNER_URL, then run "minispod migrate": it makes the role and gives it what it needs',
  );
}
