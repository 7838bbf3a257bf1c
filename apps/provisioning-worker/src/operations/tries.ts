import { movePhase } from '@minispod/domain/operation/advance-phase';
import type { Operation } from '@minispod/domain/operation/operation';
import type { Carrier } from './deps.js';
import { problemOf, StepFailed } from './step-failed.js';

/** A stream is begun this often; each may have kept somebody's app away. */
const TRIES = 3;

/**
 * Notes that a stream is begun once more, before it is: whatever dies over it, it is not begun for ever. Returns the operation
 * as it then is, or null when somebody else was faster.
 */
export async function countTry<O extends Operation>(
  { dataSource, clock }: Carrier,
  operation: O,
  phase = operation.phase,
): Promise<O | null> {
  const input = { tries: (operation.input.tries ?? 0) + 1 } as Partial<O['input']>;
  return movePhase(dataSource, operation, { phase, input }, clock.now());
}

/** Does it; what may pass is thrown as it came until the tries are used up, and then for good. */
export async function tried<T>(
  { signal }: Pick<Carrier, 'signal'>,
  { input }: Pick<Operation, 'input'>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (signal.aborted || problemOf(error) || (input.tries ?? 0) < TRIES) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new StepFailed('INTERRUPTED', `It was interrupted ${TRIES} times, last by: ${reason}`);
  }
}

/** Every try before this one died with whoever made it. */
export function refuseMoreTries({ input }: Pick<Operation, 'input'>): void {
  if ((input.tries ?? 0) >= TRIES)
    throw new StepFailed('INTERRUPTED', `It was begun ${TRIES} times and never came to its end.`);
}
