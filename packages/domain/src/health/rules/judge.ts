import type { InstanceStatus } from '@minispod/contracts/instance';
import type { InstanceObservation, InstanceProblemCode } from '../../ports/cluster.js';

/** Not ready for longer than this is not a short restart any more, in ms. */
export const PATIENCE = 30_000;
/** What we changed ourselves has this long to come up again, in ms. */
export const PATIENCE_WITH_OURSELVES = 120_000;

/** What the database says of an instance that its health depends on. */
export interface HealthFacts {
  status: InstanceStatus;
  /** Its owner, billing and the administrator all want it to run. */
  isWished: boolean;
  /** Being set up, upgraded, backed up, restored or updated: whoever does that looks after it. */
  isUnderWork: boolean;
  convergeSince: Date | null;
}

export type Verdict =
  | { is: 'HEALTHY' }
  /** `isCertain`: waiting cannot help. */
  | { is: 'UNHEALTHY'; code: InstanceProblemCode; reason: string; isCertain: boolean }
  /** Too early to say. */
  | { is: 'WAITING' }
  /** It should run and somebody took it away, or scaled it to zero. */
  | { is: 'MISSING' }
  /** It is not to be judged: not running by wish, or somebody works on it. */
  | { is: 'NONE' };

/** What an instance's state in the cluster means for its health, `notReadySince` being when it was last seen ready. */
export function judge(
  facts: HealthFacts,
  { phase, problem }: InstanceObservation,
  notReadySince: Date,
  now: Date,
): Verdict {
  const { status, isWished, isUnderWork, convergeSince } = facts;
  if (status !== 'RUNNING' || !isWished || isUnderWork) return { is: 'NONE' };
  if (phase === 'READY') return { is: 'HEALTHY' };
  const isMissing = phase === 'ABSENT' || phase === 'STOPPED';
  if (isMissing && !convergeSince) return { is: 'MISSING' };

  const patientUntil = convergeSince
    ? convergeSince.getTime() + PATIENCE_WITH_OURSELVES
    : notReadySince.getTime() + PATIENCE;
  const isLate = now.getTime() >= patientUntil;
  if (problem && (problem.definitive || isLate || !convergeSince)) {
    const { code, message, definitive } = problem;
    return { is: 'UNHEALTHY', code, reason: message, isCertain: definitive };
  }
  if (!isLate) return { is: 'WAITING' };
  return {
    is: 'UNHEALTHY',
    code: 'NOT_READY_IN_TIME',
    reason: isMissing ? 'It is not in the cluster.' : 'It does not answer its readiness check.',
    isCertain: false,
  };
}
