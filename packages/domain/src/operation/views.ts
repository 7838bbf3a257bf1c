import type { OperationView } from '@minispod/contracts/operation';
import type { Operation } from './operation.js';

export function toOperationView(operation: Omit<Operation, 'input'>): OperationView {
  const { id, instanceId, kind, status, phase, phaseAt, problemCode, problemMessage } = operation;
  return {
    id,
    instanceId,
    kind,
    status,
    phase,
    phaseAt: phaseAt.toISOString(),
    problem: problemCode === null ? null : { code: problemCode, message: problemMessage ?? '' },
    createdAt: operation.createdAt.toISOString(),
    deadlineAt: operation.deadlineAt?.toISOString() ?? null,
    finishedAt: operation.finishedAt?.toISOString() ?? null,
  };
}
