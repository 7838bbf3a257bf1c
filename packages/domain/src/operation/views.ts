import type { OperationView } from '@minispod/contracts/operation';
import type { InstanceOperation } from '@minispod/database/entities/instance-operation.entity';

export function toOperationView(operation: InstanceOperation): OperationView {
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
