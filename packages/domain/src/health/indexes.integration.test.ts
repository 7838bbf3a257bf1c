import { withTransaction } from '@minispod/database/transaction';
import { aService } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { aSubscriber, type Subscriber } from '@minispod/testing/subscribers';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { listAlerts } from '../administration/list-alerts.js';
import { raiseAlert } from '../alert/raise.js';
import { resync } from '../drift/resync.js';
import { listEvents } from '../event/list-events.js';
import type { ClusterReader } from '../ports/cluster-reader.js';
import { alertOnVolumes } from '../usage/alert-on-volumes.js';
import { readMetrics } from '../usage/read-metrics.js';
import { forgetOldUsage, rollUpUsage } from '../usage/roll-up.js';
import { findUnknown, readFacts } from './read-facts.js';
import { recordHealth } from './record-health.js';
import { alertOnHealth } from './sweep-health.js';

const NOW = new Date();
/** Tables that grow for as long as MinisPod runs: none is ever read from end to end. */
const GROWING = [
  'usage_samples',
  'instance_activities',
  'alerts',
  'service_instances',
  'status_history',
  'instance_operations',
  'provisioning_tasks',
];

let db: TestDatabase;
let owner: Subscriber;
beforeAll(async () => {
  db = await testDatabase();
  const { planIds } = await aService(db.dataSource);
  owner = await aSubscriber(db.dataSource, planIds[0]!, NOW, { balance: 100_000 });
  // Twenty thousand instances, nearly all long gone, with what such a life leaves behind.
  const fill = [
    `INSERT INTO service_instances (id, subscription_id, name, subdomain, namespace, status, health_status, env_vars, secrets, created_at, updated_at, released_at, service_version_id)
     SELECT gen_random_uuid(), subscription_id, name, 'gone-' || n, namespace, CASE WHEN n > 200 THEN 'TERMINATED' ELSE 'RUNNING' END, 'healthy', '', '', created_at, updated_at,
            CASE WHEN n > 200 THEN now() END, service_version_id FROM service_instances, generate_series(1, 20000) n`,
    `INSERT INTO usage_samples (instance_id, resolution, at, cpu_milli, memory_mb, readings)
     SELECT id, resolution, now() - n * step, 1, 1, 1
       FROM (SELECT id FROM service_instances LIMIT 200) i, (VALUES ('5m', interval '5 minutes'), ('1h', interval '1 hour')) r(resolution, step), generate_series(1, 500) n`,
    `INSERT INTO instance_activities (instance_id, kind, actor, at) SELECT id, 'UNHEALTHY', 'system', now() FROM service_instances`,
    `INSERT INTO alerts (id, kind, subject, message, raised_at, last_seen_at, closed_at, instance_id)
     SELECT gen_random_uuid(), 'INSTANCE_UNHEALTHY', id, '', now(), now(), now(), id FROM service_instances`,
    `INSERT INTO status_history (subject, subject_id, to_status, actor, at) SELECT 'instance', id, 'RUNNING', 'system', now() FROM service_instances`,
    `INSERT INTO instance_operations (id, instance_id, kind, status, phase, actor, created_at, phase_at, finished_at)
     SELECT gen_random_uuid(), id, 'BACKUP', 'SUCCEEDED', 'copy', 'system', now(), now(), now() FROM service_instances`,
    `INSERT INTO provisioning_tasks (id, instance_id, kind, status, created_at, finished_at)
     SELECT gen_random_uuid(), id, 'PROVISION', 'SUCCEEDED', now(), now() FROM service_instances`,
    'ANALYZE',
  ];
  for (const statement of fill) await db.dataSource.query(statement);
}, 120_000);
afterAll(() => db.drop());

/** Nothing is told by a cluster here. */
const silent = { events: async () => [] } as unknown as ClusterReader;
const healthy = { is: 'HEALTHY' } as const;

it.each<[string, () => Promise<unknown>]>([
  ['facts of some instances', () => readFacts(db.dataSource.manager, [owner.instanceId])],
  ['instances of unknown health', () => findUnknown(db.dataSource.manager, NOW, 100)],
  ['a change of health', () => recordHealth(db.dataSource, owner.instanceId, healthy, NOW)],
  ['alerts on health', () => alertOnHealth(db.dataSource, NOW)],
  ['alerts on volumes', () => alertOnVolumes(db.dataSource, [], NOW)],
  ['rolling up', () => rollUpUsage(db.dataSource)],
  ['forgetting', () => forgetOldUsage(db.dataSource, NOW)],
  ['the resync', () => resync(db.dataSource, 60_000, NOW)],
  [
    'metrics',
    () => readMetrics(db.dataSource.manager, owner.userId, { id: owner.instanceId, range: '24h' }, NOW),
  ],
  [
    'events',
    () =>
      listEvents(db.dataSource.manager, silent, owner.userId, { id: owner.instanceId, page: 1, limit: 20 }),
  ],
  [
    'alerts of an instance',
    () => listAlerts(db.dataSource.manager, { page: 1, limit: 20, instanceId: owner.instanceId }),
  ],
  [
    'an alert',
    () =>
      withTransaction(db.dataSource, (tx) =>
        raiseAlert(
          tx,
          { kind: 'BACKUP_FAILED', subject: owner.instanceId, instanceId: owner.instanceId, message: 'Why' },
          NOW,
        ),
      ),
  ],
])('%s: no growing table is read from end to end', async (_name, work) => {
  for (const { sql, parameters } of await statementsOf(work)) {
    const plan = await planOf(sql, parameters);
    const scanned = GROWING.filter((table) => new RegExp(`Seq Scan on ${table}\\b`).test(plan));
    expect(scanned, `${sql}\n${plan}`).toEqual([]);
  }
});

/** What a piece of work asks PostgreSQL. */
async function statementsOf(work: () => Promise<unknown>) {
  const statements: { sql: string; parameters: unknown[] }[] = [];
  const original = db.dataSource.createQueryRunner.bind(db.dataSource);
  const spied = vi.spyOn(db.dataSource, 'createQueryRunner').mockImplementation((mode) => {
    const runner = original(mode);
    const query = runner.query.bind(runner);
    runner.query = ((sql: string, parameters: unknown[] = [], ...rest: [boolean?]) => {
      if (/^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)/i.test(sql)) statements.push({ sql, parameters });
      return query(sql, parameters, ...(rest as []));
    }) as typeof runner.query;
    return runner;
  });
  try {
    await work();
  } finally {
    spied.mockRestore();
  }
  expect(statements.length).toBeGreaterThan(0);
  return statements;
}

async function planOf(sql: string, parameters: unknown[]): Promise<string> {
  const rows: Record<string, string>[] = await db.dataSource.query(`EXPLAIN ${sql}`, parameters);
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}
