import type { DataSource } from 'typeorm';

/** What a process does not live to see. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/**
 * Kills whoever works with this data source at its `n`-th statement from now, BEGIN and COMMIT included: that one and all
 * after it are never sent, and what was open is rolled back, as when a process dies. `restore` lets the next one live and
 * says whether anybody died: false once `n` is beyond the end of the work.
 */
export function crashAt(dataSource: DataSource, n: number): { restore(): boolean } {
  let sent = 0;
  const { driver } = dataSource;
  const original = driver.createQueryRunner.bind(driver);
  driver.createQueryRunner = (mode) => {
    const runner = original(mode);
    const query = runner.query.bind(runner);
    const dying = (statement: string, ...rest: [parameters?: unknown[]]) => {
      if (statement === 'ROLLBACK') return query(statement);
      if (++sent >= n) throw new Crash(`at statement ${n}: ${statement.slice(0, 80)}`);
      return query(statement, ...rest);
    };
    Object.assign(runner, { query: dying });
    return runner;
  };
  return {
    restore() {
      driver.createQueryRunner = original;
      return sent >= n;
    },
  };
}
