import type { Clock } from '@minispod/domain/ports/clock';
import type { Cluster } from '@minispod/domain/ports/cluster';
import type { DataSource } from 'typeorm';

export interface ProvisioningDeps {
  dataSource: DataSource;
  cluster: Cluster;
  clock: Clock;
  encryptionKey: string;
  /** From the first start of a task to its deadline, in ms. */
  timeoutMs: number;
}
