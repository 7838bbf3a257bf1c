import type { en } from './en/index.js';

type ProblemText = keyof typeof en.problem;

const KNOWN = [
  'IMAGE_PULL_FAILED',
  'CRASH_LOOP',
  'OUT_OF_MEMORY',
  'UNSCHEDULABLE',
  'QUOTA_EXCEEDED',
  'VOLUME_PENDING',
  'EVICTED',
  'NODE_TROUBLE',
  'CONTAINER_CONFIG',
  'FOREIGN_OBJECT',
  'NOT_READY_IN_TIME',
  'CLUSTER_ERROR',
] as const satisfies ProblemText[];

/** The key of the words for what stands in an instance's way; a code of a newer server gets general ones. */
export function problemText(code: string | null): ProblemText {
  return KNOWN.find((known) => known === code) ?? 'other';
}

/** True when there are words of its own for this code. */
export function isKnownProblem(code: string | null): boolean {
  return problemText(code) !== 'other';
}
