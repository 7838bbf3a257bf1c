import { Backup } from '@minispod/database/entities/backup.entity';
import { ServiceVersion } from '@minispod/database/entities/service-version.entity';
import type { Reader } from '@minispod/database/transaction';
import { open } from '../encryption/seal.js';
import { loadInstance } from '../instance/load-instance.js';
import type { Operation } from '../operation/operation.js';
import type { DesiredInstance } from '../ports/cluster.js';
import { required } from '../rows.js';

/**
 * The throwaway that a drill restores a backup into: as the instance it was made of, alone in a namespace of its own, without an
 * address and without a way out, so that a copy of somebody's app does nothing to the world.
 */
export async function loadDrill(
  reader: Reader,
  { id, phase, input }: Operation<'DRILL'>,
  encryptionKey: string,
): Promise<DesiredInstance> {
  const backup = required(await reader.findOneBy(Backup, { id: input.backupId }));
  const { instance, plan } = required(await loadInstance(reader, backup.instanceId));
  const { template } = required(await reader.findOneBy(ServiceVersion, { id: backup.serviceVersionId }));
  const loadsRunning = backup.format === 'COMMAND' && template.backup?.restore.when === 'running';
  const resources = { cpuMilli: plan.cpuMilli, memoryMb: plan.memoryMb, storageGb: plan.storageGb };
  const unseal = (column: 'variables' | 'secrets', sealed: string) =>
    JSON.parse(open(encryptionKey, { column, id: backup.instanceId }, sealed)) as Record<string, string>;
  return {
    instanceId: id,
    subscriptionId: id,
    userId: id,
    template: { ...template, egress: 'none' },
    resources,
    tenant: { ...resources, instances: 1 },
    volumeGeneration: 1,
    restartedAt: null,
    domains: [],
    isExposed: false,
    subdomain: instance.subdomain,
    mainUrl: null,
    env: unseal('variables', instance.envVars),
    secrets: unseal('secrets', backup.secrets),
    running: phase === 'verify' || (phase === 'load' && loadsRunning),
  };
}
