import type { DataSource } from 'typeorm';
import type { OperationDeps } from './deps.js';

/** The process that called it is dead: nothing it does has an effect any more. */
class Dead extends Error {
  override readonly name = 'Dead';
}

type Mortal = OperationDeps & { databaseUrl: string };

/**
 * A worker that dies after so many effects: calls of the cluster, of the store, and commits. The last one still has its
 * effect, and the worker never hears of it. `effects` counts those of one that lives.
 */
export function mortal<D extends Mortal>(deps: D, lives: number): { deps: D; effects: () => number } {
  let effects = 0;
  const guard = <T extends object>(target: T, counted?: readonly string[]): T =>
    new Proxy(target, {
      get(object, name) {
        const value = Reflect.get(object, name) as unknown;
        if (typeof value !== 'function' || (counted && !counted.includes(String(name))))
          return typeof value === 'function' ? value.bind(object) : value;
        return async (...given: unknown[]) => {
          if (effects >= lives) throw new Dead(`dead before ${String(name)}`);
          const answer: unknown = await value.apply(object, given);
          effects += 1;
          if (effects >= lives) throw new Dead(`dead after ${String(name)}`);
          return answer;
        };
      },
    });
  return {
    deps: {
      ...deps,
      cluster: guard(deps.cluster, ['apply', 'remove', 'removeOtherVolumes', 'removeTenant']),
      data: guard(deps.data),
      store: guard(deps.store),
      dataSource: guard(deps.dataSource as DataSource & object, ['transaction']),
    },
    effects: () => effects,
  };
}
