import { advanceClock } from '@minispod/domain/clock/advance-clock';
import { readOffset } from '@minispod/domain/clock/movable-clock';
import { moveSandboxClocks } from '@minispod/payments/sandbox-clocks';
import { billingSettings } from '@minispod/process/billing-env';
import { ConfigurationError } from '@minispod/process/env';
import type { DataSource } from 'typeorm';
import type { CommandEnv } from '../env.js';

const DAY_MS = 86_400_000;

/** Tells the time of this installation. Throws ConfigurationError in production. */
export async function clock(dataSource: DataSource, env: CommandEnv) {
  if (env.NODE_ENV === 'production') throw new ConfigurationError('Time passes by itself in production');
  const offsetMs = await readOffset(dataSource);
  return { now: new Date(Date.now() + offsetMs).toISOString(), daysAhead: Math.round(offsetMs / DAY_MS) };
}

/** Lets days pass, each with its billing, for the processes and the payment sandboxes alike. */
export async function advance(dataSource: DataSource, env: CommandEnv, days: number) {
  const { now } = await clock(dataSource, env);
  const to = new Date(Date.parse(now) + days * DAY_MS);
  await advanceClock({ dataSource, billing: billingSettings(env) }, to);
  const sandboxes = [env.MIDTRANS_CORE_API_URL, env.TRIPAY_API_URL];
  await moveSandboxClocks(sandboxes, await readOffset(dataSource));
  return clock(dataSource, env);
}
