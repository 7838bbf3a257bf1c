import type { InstanceStatus } from '@minispod/contracts/instance';

/** True while it is on its way up by itself. */
export function isStarting(status: InstanceStatus): boolean {
  return status === 'PENDING' || status === 'PROVISIONING';
}
