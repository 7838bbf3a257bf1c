import type { InstanceStatus } from '@minispod/contracts/instance';

/** Why there is nothing to read while nothing of it is in the cluster. */
const ABSENT: Record<InstanceStatus, string> = {
  PENDING: 'The app has not been set up yet. Its log begins when it starts.',
  PROVISIONING: 'The app is being set up. Its log begins when it starts.',
  RUNNING: 'The app is about to start again. Its log begins when it does.',
  STOPPED: 'The app is stopped. Start it to see its log.',
  SUSPENDED: 'The service is suspended, so the app does not run. Its log begins again after it is paid.',
  MAINTENANCE: 'The app rests while work is done on it. Its log begins again when that is over.',
  ERROR: 'The app did not come up, and what it said is gone with it. Its timeline says why it failed.',
  TERMINATED: 'The app was removed, and its log with it.',
};

/** `isThere`: it has a pod. */
export function noticeOf(
  status: InstanceStatus,
  { isThere, isPrevious }: { isThere: boolean; isPrevious: boolean },
): string {
  if (!isThere) return ABSENT[status];
  if (isPrevious)
    return 'The app has not been restarted since it was started, so there is no run before this one.';
  return 'The app has said nothing yet.';
}
