import type { DataSource } from 'typeorm';

/**
 * Lets the work on a data source die once, at its `at`-th statement counted from 1: before the database heard of it, or
 * after it did and before we heard the answer. What ran in that transaction is rolled back, as by a lost connection.
 * `restore` says whether it came to that: false once the work has fewer statements.
 */
export function crashAt(
  dataSource: DataSource,
  at: number,
  when: 'before' | 'after',
): { restore(): boolean } {
  let statements = 0;
  let hasCrashed = false;
  const { driver } = dataSource;
  const original = driver.createQueryRunner.bind(driver);
  driver.createQueryRunner = (mode) => {
    const runner = original(mode);
    const query = runner.query.bind(runner);
    const dying = async (...call: Parameters<typeof query>) => {
      const isHere = ++statements === at;
      if (isHere) hasCrashed = true;
      if (isHere && when === 'before') throw new Crash(call[0]);
      const answer = await query(...call);
      if (isHere) throw new Crash(call[0]);
      return answer;
    };
    return Object.assign(runner, { query: dying });
  };
  return {
    restore() {
      driver.createQueryRunner = original;
      return hasCrashed;
    },
  };
}

export class Crash extends Error {
  override readonly name = 'Crash';
}
