import { ClockOffset } from '@minispod/database/entities/clock-offset.entity';
import type { DataSource } from 'typeorm';
import type { Clock } from '../ports/clock.js';

/** Between two looks at an offset whose announcement may have been missed, in ms. */
const LOOK = 1_000;

export interface MovableClock extends Clock {
  /** Reads the offset now: for who has just moved it. */
  look(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The clock of local mode: real time plus an offset that all processes read from the database, so that months pass for
 * everybody at once. It only goes forward. Looked at once a second: what must see a move at once asks it to `look`.
 */
export async function startMovableClock(dataSource: DataSource): Promise<MovableClock> {
  let offsetMs = await readOffset(dataSource);
  const looking = setInterval(async () => {
    // Away for a moment: the last known offset is still the best answer.
    offsetMs = await readOffset(dataSource).catch(() => offsetMs);
  }, LOOK).unref();
  return {
    now: () => new Date(Date.now() + offsetMs),
    look: async () => {
      offsetMs = await readOffset(dataSource);
    },
    close: async () => clearInterval(looking),
  };
}

export async function readOffset(dataSource: DataSource): Promise<number> {
  const clock = await dataSource.manager.findOneBy(ClockOffset, { isOnly: true });
  return clock?.offsetMs ?? 0;
}
