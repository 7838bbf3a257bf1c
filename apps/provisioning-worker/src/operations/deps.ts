import type { BackupStore } from '@minispod/domain/ports/backup-store';
import type { ClusterData } from '@minispod/domain/ports/cluster-data';
import type { Logger } from '@minispod/process/logger';
import type { ProvisioningDeps } from '../deps.js';

export interface OperationDeps extends ProvisioningDeps {
  data: ClusterData;
  store: BackupStore;
  logger: Logger;
}

/** What a phase works with, beside the operation itself. */
export interface Carrier extends OperationDeps {
  /** Aborts when the deadline passes, the lock is lost or the worker is told to end. */
  signal: AbortSignal;
  /** Resolves when something of the instance changed in the cluster, or after a while. */
  untilChanged(instanceId: string, signal: AbortSignal): Promise<void>;
}
