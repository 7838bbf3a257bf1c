import type { InstanceDetail } from '@minispod/contracts/instance';
import { Hold } from '@minispod/database/entities/hold.entity';
import { ProvisioningStep } from '@minispod/database/entities/provisioning-step.entity';
import { ProvisioningTask } from '@minispod/database/entities/provisioning-task.entity';
import type { Reader } from '@minispod/database/transaction';
import { open } from '../encryption/seal.js';
import { notFound } from '../errors.js';
import { readTimeline } from '../history/timeline.js';
import { describeInstance } from './describe-instance.js';
import { type LoadedInstance, loadInstance } from './load-instance.js';
import { resolveReferences } from './rules/references.js';
import { toInstanceView } from './views.js';

/** One instance of the user: state, steps, address, and the connection string with its password. */
export async function getInstance(
  reader: Reader,
  userId: string,
  id: string,
  { encryptionKey }: { encryptionKey: string },
): Promise<InstanceDetail> {
  const loaded = await loadInstance(reader, id, userId);
  if (!loaded) throw notFound('Instance');
  const { instance, service, plan, version } = loaded;
  const { template } = version;
  const task = await reader.findOne(ProvisioningTask, {
    where: { instanceId: id },
    order: { createdAt: 'DESC' },
  });
  const steps = task
    ? await reader.find(ProvisioningStep, { where: { taskId: task.id }, order: { position: 'ASC' } })
    : [];
  return {
    ...toInstanceView(instance, service, plan, version.version),
    resources: { cpuMilli: plan.cpuMilli, memoryMb: plan.memoryMb, storageGb: plan.storageGb },
    connectionString: connectionString(loaded, encryptionKey),
    firstRun: template.firstRun,
    steps: steps.map((step) => ({
      name: step.name,
      status: step.status,
      startedAt: step.startedAt?.toISOString() ?? null,
      finishedAt: step.finishedAt?.toISOString() ?? null,
    })),
    deadlineAt: task?.status === 'RUNNING' ? (task.deadlineAt?.toISOString() ?? null) : null,
    typicalStartSeconds: template.typicalStartSeconds,
    refunded: task && (await refunded(reader, task)),
    orderId: task?.orderId ?? null,
    timeline: await readTimeline(reader, [id]),
    ...(await describeInstance(reader, loaded)),
  };
}

/** Null unless something had been paid for and failed. */
async function refunded(reader: Reader, { status, orderId }: ProvisioningTask): Promise<number | null> {
  if (status !== 'FAILED' || orderId === null) return null;
  const hold = await reader.findOneBy(Hold, { orderId, status: 'RETURNED' });
  return hold?.amount ?? 0;
}

function connectionString({ instance, version }: LoadedInstance, encryptionKey: string): string | null {
  const template = version.template.connectionString;
  if (template === undefined || instance.internalAddress === null) return null;
  return resolveReferences(template, {
    instance: { address: instance.internalAddress, id: instance.id },
    secret: JSON.parse(
      open(encryptionKey, { column: 'secrets', id: instance.id }, instance.secrets),
    ) as Record<string, string>,
  });
}
