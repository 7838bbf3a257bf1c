import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import type { DataSource } from 'typeorm';

/** Writes down which pod runs an instance now: another one after each restart. Null while none does. */
export async function recordPod(
  dataSource: DataSource,
  instanceId: string,
  podName: string | null,
): Promise<void> {
  await dataSource.manager.update(ServiceInstance, { id: instanceId }, { podName });
}
