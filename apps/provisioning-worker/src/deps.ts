import type { BillingDeps } from '@minispod/domain/billing/run-billing';
import type { Clock } from '@minispod/domain/ports/clock';
import type { Cluster } from '@minispod/domain/ports/cluster';

export interface ProvisioningDeps extends BillingDeps {
  cluster: Cluster;
  clock: Clock;
  encryptionKey: string;
  /** From the first start of a task to its deadline, in ms. */
  timeoutMs: number;
}
