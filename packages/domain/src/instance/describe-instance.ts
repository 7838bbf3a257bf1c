import {
  INSTANCE_ALERT_KINDS,
  type InstanceAlertKind,
  type InstanceDetail,
} from '@minispod/contracts/instance';
import { Alert } from '@minispod/database/entities/alert.entity';
import { ServiceVersion } from '@minispod/database/entities/service-version.entity';
import { UsageSample } from '@minispod/database/entities/usage-sample.entity';
import type { Reader } from '@minispod/database/transaction';
import { In, IsNull } from 'typeorm';
import { findOpenOperation } from '../operation/find-open.js';
import { toOperationView } from '../operation/views.js';
import { countInstances } from './limit.js';
import type { LoadedInstance } from './load-instance.js';
import { lockReasons } from './lock-reasons.js';

type Described = Pick<
  InstanceDetail,
  'operation' | 'update' | 'versionWithdrawn' | 'lockedReason' | 'usage' | 'alerts' | 'instancesOfPlan'
>;

/** What others wrote down of an instance: work under way, newer versions, readings, and what is wrong now. */
export async function describeInstance(reader: Reader, loaded: LoadedInstance): Promise<Described> {
  const { instance, subscription, plan, version } = loaded;
  const operation = await findOpenOperation(reader, instance.id);
  return {
    operation: operation && toOperationView(operation),
    update: await offeredUpdate(reader, loaded),
    versionWithdrawn: version.withdrawnReason,
    lockedReason: (await lockReasons(reader, [instance.id])).get(instance.id) ?? null,
    usage: await lastReading(reader, instance.id),
    alerts: await openAlerts(reader, instance.id),
    instancesOfPlan: {
      used: await countInstances(reader, subscription.id),
      maximum: plan.maxInstancesPerUser,
    },
  };
}

async function offeredUpdate(
  reader: Reader,
  { service, version }: LoadedInstance,
): Promise<InstanceDetail['update']> {
  if (service.version === version.version) return null;
  const newest = await reader.findOneBy(ServiceVersion, {
    serviceId: service.id,
    version: service.version,
    withdrawnReason: IsNull(),
  });
  if (!newest) return null;
  const { isSecurityRelease, changes } = newest.template;
  return { version: newest.version, isSecurityRelease, changes: changes ?? null };
}

async function lastReading(reader: Reader, instanceId: string): Promise<InstanceDetail['usage']> {
  const sample = await reader.findOne(UsageSample, {
    where: { instanceId, resolution: '5m' },
    order: { at: 'DESC' },
  });
  if (!sample) return null;
  const { at, cpuMilli, memoryMb, volumeUsedMb, volumeCapacityMb } = sample;
  return { at: at.toISOString(), cpuMilli, memoryMb, volumeUsedMb, volumeCapacityMb };
}

async function openAlerts(reader: Reader, instanceId: string): Promise<InstanceDetail['alerts']> {
  const rows = await reader.find(Alert, {
    where: { instanceId, kind: In([...INSTANCE_ALERT_KINDS]), closedAt: IsNull() },
    order: { raisedAt: 'DESC' },
  });
  return rows.map(({ id, kind, severity, message, raisedAt }) => ({
    id,
    kind: kind as InstanceAlertKind,
    severity,
    message,
    raisedAt: raisedAt.toISOString(),
  }));
}
