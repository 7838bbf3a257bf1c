import type { AdminInstanceListInput, AdminInstanceListView } from '@minispod/contracts/cluster';
import { Service } from '@minispod/database/entities/service.entity';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { ServicePlan } from '@minispod/database/entities/service-plan.entity';
import { Subscription } from '@minispod/database/entities/subscription.entity';
import type { Reader } from '@minispod/database/transaction';
import { In } from 'typeorm';
import type { z } from 'zod';
import { lockReasons } from '../instance/lock-reasons.js';
import { versionNumbers } from '../instance/version-numbers.js';
import { toInstanceView } from '../instance/views.js';
import { required } from '../rows.js';
import { readOwners } from './owners.js';

/** Everybody's instances, newest first, narrowed by whatever is given. */
export async function listAllInstances(
  reader: Reader,
  { page, limit, ...wanted }: z.infer<typeof AdminInstanceListInput>,
): Promise<z.infer<typeof AdminInstanceListView>> {
  const { ids, total } = await find(reader, wanted, limit, (page - 1) * limit);
  const instances = await reader.find(ServiceInstance, {
    where: { id: In(ids) },
    order: { createdAt: 'DESC', id: 'DESC' },
  });
  const subscriptions = await byId(
    reader,
    Subscription,
    instances.map((row) => row.subscriptionId),
  );
  const owned = instances.map((instance) => ({
    instance,
    subscription: required(subscriptions.get(instance.subscriptionId)),
  }));
  const services = await byId(
    reader,
    Service,
    owned.map(({ subscription }) => subscription.serviceId),
  );
  const plans = await byId(
    reader,
    ServicePlan,
    owned.map(({ subscription }) => subscription.planId),
  );
  const owner = await readOwners(
    reader,
    owned.map(({ subscription }) => subscription.userId),
  );
  const versionOf = await versionNumbers(reader, instances);
  const locks = await lockReasons(reader, ids);
  const items = owned.map(({ instance, subscription }) => ({
    ...toInstanceView(
      instance,
      required(services.get(subscription.serviceId)),
      required(plans.get(subscription.planId)),
      versionOf(instance),
    ),
    user: owner(subscription.userId),
    isLocked: locks.has(instance.id),
  }));
  return { items, page, limit, total };
}

type Wanted = Omit<z.infer<typeof AdminInstanceListInput>, 'page' | 'limit'>;

async function find(
  reader: Reader,
  { status, health, service, version, userId, q }: Wanted,
  limit: number,
  offset: number,
): Promise<{ ids: string[]; total: number }> {
  const conditions: [condition: string, value: string | undefined][] = [
    ['i.status = $?', status],
    ['i.health_status = $?', health],
    ['sv.slug = $?', service],
    ['v.version = $?', version],
    ['s.user_id = $?', userId],
    [
      '(i.name ILIKE $? OR i.subdomain ILIKE $? OR u.email ILIKE $?)',
      q && `%${q.replace(/[\\%_]/g, '\\$&')}%`,
    ],
  ];
  const given = conditions.filter(([, value]) => value !== undefined && value !== '');
  const where = given.map(([condition], index) => condition.replaceAll('$?', `$${index + 1}`));
  const from = `service_instances i JOIN subscriptions s ON s.id = i.subscription_id JOIN services sv ON sv.id = s.service_id
      JOIN users u ON u.id = s.user_id LEFT JOIN service_versions v ON v.id = i.service_version_id
     ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''}`;
  const values = given.map(([, value]) => value);
  const [{ total }] = await reader.query(`SELECT count(*)::int AS total FROM ${from}`, values);
  const rows: { id: string }[] = await reader.query(
    `SELECT i.id FROM ${from} ORDER BY i.created_at DESC, i.id DESC LIMIT ${limit} OFFSET ${offset}`,
    values,
  );
  return { ids: rows.map(({ id }) => id), total };
}

async function byId<T extends { id: string }>(
  reader: Reader,
  entity: new () => T,
  ids: string[],
): Promise<Map<string, T>> {
  const rows = await reader.find(entity, { where: { id: In([...new Set(ids)]) } as never });
  return new Map(rows.map((row) => [row.id, row]));
}
