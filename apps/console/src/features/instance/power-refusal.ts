import type { InstanceStatus } from '@minispod/contracts/instance';
import type { en } from '../../texts/en/index.js';

/** Why starting or stopping was refused, told from the status in which it was asked. */
export function powerRefusal(status: InstanceStatus): keyof typeof en.instance.refused {
  switch (status) {
    case 'PENDING':
    case 'PROVISIONING':
      return 'SETTING_UP';
    case 'TERMINATED':
    case 'ERROR':
      return 'ENDED';
    case 'SUSPENDED':
      return 'SUSPENDED';
    case 'MAINTENANCE':
      return 'MAINTENANCE';
    case 'RUNNING':
    case 'STOPPED':
      return 'UPGRADING';
  }
}
