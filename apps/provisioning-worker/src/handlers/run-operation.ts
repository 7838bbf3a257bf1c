import type { OperationRunner } from '../operations/runner.js';

/** Wakes whoever carries operations. The work outlasts the job: what becomes of it is in the database, not in the queue. */
export function runOperation(runner: Pick<OperationRunner, 'begin'>) {
  return async ({ operationId }: { operationId: string }): Promise<void> => runner.begin(operationId);
}
