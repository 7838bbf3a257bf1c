import { type MovableClock, readOffset, startMovableClock } from '@minispod/domain/clock/movable-clock';
import { type Clock, systemClock } from '@minispod/domain/ports/clock';
import type { DataSource } from 'typeorm';
import { ConfigurationError } from './env.js';

export interface ProcessClock {
  clock: Clock;
  /** The same clock where it can be moved; null in production. */
  movable: MovableClock | null;
}

/** Real time in production, which refuses a database whose time was moved; the movable clock everywhere else. */
export async function openClock(nodeEnv: string, dataSource: DataSource): Promise<ProcessClock> {
  if (nodeEnv !== 'production') {
    const movable = await startMovableClock(dataSource);
    return { clock: movable, movable };
  }
  if ((await readOffset(dataSource)) > 0) {
    throw new ConfigurationError('The clock of this database was moved: it cannot be used in production');
  }
  return { clock: systemClock, movable: null };
}
