import {
  type OperationKind,
  type OperationPhase,
  type OperationView,
  PHASES_OF,
} from '@minispod/contracts/operation';
import type { en } from '../../texts/en/index.js';

/** True for a phase that has words; one of a newer server has none. */
export function isPhase(phase: string): phase is OperationPhase {
  return Object.values(PHASES_OF).some((phases) => (phases as readonly string[]).includes(phase));
}

/**
 * The phases to show: going back is shown only once it happens, and then instead of what would have come after it began;
 * a backup made while the app runs neither stops nor starts it.
 */
export function phasesShown(kind: OperationKind, current: string, isHot: boolean): readonly OperationPhase[] {
  const phases: readonly OperationPhase[] = PHASES_OF[kind];
  return phases.filter((phase) => {
    if (phase === 'rollback') return current === 'rollback';
    if (isHot && (phase === 'stop' || (phase === 'start' && kind === 'BACKUP'))) return phase === current;
    return true;
  });
}

type Outcome = keyof typeof en.operation.done;

const ENDS: Record<OperationKind, Partial<Record<Outcome, boolean>>> = {
  BACKUP: { BACKUP_MADE: true, BACKUP_FAILED: false },
  RESTORE: { RESTORED: true, RESTORE_FAILED: false },
  UPDATE: { UPDATED: true, UPDATE_ROLLED_BACK: false, BACKUP_FAILED: false },
  DRILL: { BACKUP_PROVEN: true },
};

/** How an operation ended, told by the newest activity since it began; undefined while that is not there yet. */
export function outcomeOf(
  { kind, createdAt }: Pick<OperationView, 'kind' | 'createdAt'>,
  events: readonly { at: string; code: string }[],
): { kind: Outcome; isGood: boolean } | undefined {
  const ends = Object.entries(ENDS[kind]) as [Outcome, boolean][];
  for (const { at, code } of events) {
    const end = ends.find(([outcome]) => outcome === code);
    if (end && at >= createdAt) return { kind: end[0], isGood: end[1] };
  }
  return undefined;
}
