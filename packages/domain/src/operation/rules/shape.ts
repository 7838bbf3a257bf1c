import type { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import type { Operation } from '../operation.js';

type Wishes = Pick<ServiceInstance, 'customerWish' | 'billingWish' | 'administratorWish' | 'deletionDueAt'>;
type Held = Pick<ServiceInstance, 'volumeGeneration' | 'serviceVersionId' | 'secrets'>;

/** What the cluster should hold of an instance just now. */
export interface Shape extends Held {
  running: boolean;
  isExposed: boolean;
}

/** It runs only when its owner, billing and the administrator all want it to, and never from the bin. */
export function mayRun({ customerWish, ...others }: Wishes): boolean {
  return customerWish === 'RUN' && mayBeStarted(others);
}

function mayBeStarted({
  billingWish,
  administratorWish,
  deletionDueAt,
}: Omit<Wishes, 'customerWish'>): boolean {
  return billingWish === 'RUN' && administratorWish === 'RUN' && deletionDueAt === null;
}

/**
 * The wishes, and what the open operation's phase makes of them: stopped while its volume is read or replaced; on the new
 * volume and without its address while that is filled; run for the proof even when its owner had it stopped, then without
 * its address. What billing or an administrator stops is never started.
 */
export function shapeOf(instance: Wishes & Held, operation: Operation | null): Shape {
  const { volumeGeneration, serviceVersionId, secrets } = instance;
  const wished = {
    volumeGeneration,
    serviceVersionId,
    secrets,
    running: mayRun(instance),
    isExposed: true,
  };
  if (operation?.status !== 'RUNNING') return wished;
  const proving = {
    ...wished,
    running: mayBeStarted(instance),
    isExposed: instance.customerWish === 'RUN',
  };
  switch (operation.kind) {
    case 'BACKUP':
      return operation.phase !== 'start' && operation.input.isCold ? { ...wished, running: false } : wished;
    case 'RESTORE': {
      if (operation.phase === 'verify') return proving;
      if (operation.phase !== 'load' || !operation.input.loadsRunning) return wished;
      const { to } = operation.input;
      return {
        ...proving,
        volumeGeneration: to.volumeGeneration,
        serviceVersionId: to.serviceVersionId,
        secrets: to.secrets,
        isExposed: false,
      };
    }
    case 'UPDATE':
      if (operation.phase === 'apply' || operation.phase === 'verify') return proving;
      return operation.phase === 'rollback' && operation.input.isLoaded
        ? wished
        : { ...wished, running: false };
    case 'DRILL':
      return wished;
  }
}

/** Whether the app was, or may have been, otherwise than wished: then the cluster is brought in line afterwards. */
export function hadItsWay({ kind, input }: Pick<Operation, 'kind' | 'input'>): boolean {
  if (kind === 'BACKUP') return (input as { isCold?: boolean }).isCold !== false;
  return kind !== 'DRILL';
}
