import type { DataSource } from 'typeorm';

/**
 * A data source whose statements are rewritten before they are sent: for showing that a race test is red when the lock
 * or guard it is about is taken away. Throws when a pattern never occurred, so that the proof cannot rot unseen.
 */
export function sabotage(dataSource: DataSource, pattern: RegExp, replacement = ''): { restore(): void } {
  let hits = 0;
  const { driver } = dataSource;
  const original = driver.createQueryRunner.bind(driver);
  driver.createQueryRunner = (mode) => {
    const runner = original(mode);
    const query = runner.query.bind(runner);
    const altering = (statement: string, ...rest: [parameters?: unknown[]]) => {
      const altered = statement.replace(pattern, replacement);
      if (altered !== statement) hits++;
      return query(altered, ...rest);
    };
    Object.assign(runner, { query: altering });
    return runner;
  };
  return {
    restore() {
      driver.createQueryRunner = original;
      if (hits === 0) throw new Error(`${pattern} occurred in no statement: nothing was taken away`);
    },
  };
}
