import type { InstanceAlertKind } from '@minispod/contracts/instance';

/** Which alert says that an instance is unhealthy for this reason. */
export function alertKindOf(
  code: string,
): Extract<InstanceAlertKind, 'INSTANCE_UNHEALTHY' | 'INSTANCE_CRASH_LOOP' | 'INSTANCE_OUT_OF_MEMORY'> {
  if (code === 'CRASH_LOOP') return 'INSTANCE_CRASH_LOOP';
  if (code === 'OUT_OF_MEMORY') return 'INSTANCE_OUT_OF_MEMORY';
  return 'INSTANCE_UNHEALTHY';
}
