import type { OperationKind, OperationPhase } from '@minispod/contracts/operation';
import type { InstanceOperation } from '@minispod/database/entities/instance-operation.entity';

export interface Problem {
  /** For the console's words. */
  code: string;
  /** For people, at most 1,000 characters. */
  message: string;
}

/** What an instance runs on and with: what a restore changes, and puts back. */
export interface Holding {
  volumeGeneration: number;
  serviceVersionId: string;
  /** Sealed for the instance. */
  secrets: string;
  previousGeneration: number | null;
  /** ISO 8601. */
  previousUntil: string | null;
}

interface Trying {
  /** How often a stream was begun. */
  tries?: number;
  /** Why it is being rolled back or cleaned up. */
  problem?: Problem;
}

/** What each kind works on and remembers from phase to phase. Stored as JSON: fields added later must be optional. */
export interface OperationInput {
  BACKUP: Trying & {
    backupId: string;
    /** The app is stopped while its volume is copied; unknown before it is begun. */
    isCold?: boolean;
  };
  RESTORE: Trying & {
    /** Null: back to the volume before the last restore, which is there still. */
    backupId: string | null;
    from: Holding;
    to: Holding;
    /** The backup is loaded by the running app, on the new volume. */
    loadsRunning: boolean;
  };
  UPDATE: Trying & {
    /** The one made first. */
    backupId: string;
    fromVersionId: string;
    toVersionId: string;
    /** The volume filled from that backup when it is rolled back. */
    generation: number;
    /** The rollback's volume is filled and is the instance's. */
    isLoaded?: boolean;
  };
  DRILL: Trying & { backupId: string };
}

/** One of a kind. `of` tells them apart. */
export type Operation<K extends OperationKind = OperationKind> = {
  [P in K]: Omit<InstanceOperation, 'kind' | 'input' | 'phase'> & {
    kind: P;
    phase: OperationPhase;
    input: OperationInput[P];
  };
}[K];

/** The stored row as what it is: its input was written by whoever started it. */
export function asOperation(row: InstanceOperation): Operation {
  return row as Operation;
}
