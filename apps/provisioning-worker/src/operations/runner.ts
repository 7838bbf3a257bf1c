import { setTimeout as wait } from 'node:timers/promises';
import { eachAlone } from '@minispod/domain/sweep/each-alone';
import { carryOperation, readOperation } from './carry.js';
import type { Carrier, OperationDeps } from './deps.js';
import { holdingOperation } from './lock.js';

/** Carried at the same time by one worker: streams of gigabytes share its network. */
const ROOM = 8;
/** Looked at again after so long, in ms, though nothing was heard of it. */
const LOOK_AGAIN = 5_000;

/** The pass that operations are the rows of: one that fails rests, and others find room. */
export const CARRYING = 'operations';

export interface OperationRunner {
  /** Begins to carry an operation, or does nothing when it is being carried here or there is no room: the sweep asks again. */
  begin(operationId: string): void;
  /** Something of this instance changed in the cluster. */
  changed(instanceId: string): void;
  readonly room: number;
  /** Resolves when nothing is being carried. */
  idle(): Promise<void>;
  /** Lets go of everything: others, or the next start, carry on. */
  close(): Promise<void>;
}

/** Carries operations, several at a time, outside of any job: long streams must not hold the places of short jobs. */
export function createOperationRunner(
  deps: OperationDeps & { databaseUrl: string },
  { lookAgainMs = LOOK_AGAIN } = {},
): OperationRunner {
  const ending = new AbortController();
  const carried = new Map<string, Promise<void>>();
  const changes = new Changes(lookAgainMs);

  const carry = async (operationId: string) => {
    try {
      await eachAlone(
        { dataSource: deps.dataSource, name: CARRYING, now: deps.clock.now() },
        () => [operationId],
        () => carryHeld(deps, changes, operationId, ending.signal),
      );
    } catch (error) {
      if (!ending.signal.aborted) deps.logger.warn({ err: error, operationId }, 'operation waits');
    } finally {
      carried.delete(operationId);
    }
  };
  return {
    begin(operationId) {
      if (ending.signal.aborted || carried.has(operationId) || carried.size >= ROOM) return;
      carried.set(operationId, carry(operationId));
    },
    changed: (instanceId) => changes.tell(instanceId),
    get room() {
      return ROOM - carried.size;
    },
    async idle() {
      await Promise.all(carried.values());
    },
    async close() {
      ending.abort();
      await Promise.all(carried.values());
    },
  };
}

/** Whoever waits for a change of an instance. */
class Changes {
  constructor(private readonly lookAgainMs: number) {}

  readonly #waiting = new Map<string, Set<() => void>>();

  tell(instanceId: string): void {
    for (const resolve of this.#waiting.get(instanceId) ?? []) resolve();
  }

  async next(instanceId: string, signal: AbortSignal): Promise<void> {
    const waiting = this.#waiting.get(instanceId) ?? new Set();
    this.#waiting.set(instanceId, waiting);
    const stop = new AbortController();
    let heard: () => void = () => undefined;
    try {
      await Promise.race([
        new Promise<void>((resolve) => {
          heard = resolve;
          waiting.add(heard);
        }),
        wait(this.lookAgainMs, undefined, { signal: AbortSignal.any([signal, stop.signal]) }),
      ]);
    } finally {
      stop.abort();
      waiting.delete(heard);
      if (waiting.size === 0) this.#waiting.delete(instanceId);
    }
  }
}

async function carryHeld(
  deps: OperationDeps & { databaseUrl: string },
  changes: Changes,
  operationId: string,
  ending: AbortSignal,
): Promise<void> {
  const operation = await readOperation(deps, operationId);
  if (!operation) return;
  // One at a time for an instance, cleaning up after the one before included.
  const held = operation.kind === 'DRILL' ? operationId : operation.instanceId;
  await holdingOperation(deps.databaseUrl, held, async (lost) => {
    const signal = AbortSignal.any([ending, lost]);
    const untilChanged: Carrier['untilChanged'] = (instanceId, until) => changes.next(instanceId, until);
    await carryOperation({ ...deps, signal, untilChanged }, operationId);
  });
}
