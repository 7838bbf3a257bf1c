import { aService } from '@minispod/testing/builders';
import { testDatabase } from '@minispod/testing/database';
import { aSubscriber } from '@minispod/testing/subscribers';
import { expect, test } from 'vitest';
import { createMetrics } from './metrics.js';

test('Prometheus is told of instances, work, alerts, requests and interruptions as they are now', async () => {
  const db = await testDatabase();
  try {
    const { dataSource } = db;
    const { planIds } = await aService(dataSource);
    const { instanceId } = await aSubscriber(dataSource, planIds[0]!, new Date(), { balance: 100_000 });
    const { registry, onRequest, onWatchInterrupted } = createMetrics(dataSource);
    onRequest('PATCH');
    onRequest('PATCH');
    onWatchInterrupted('Pod');
    const first = await registry.metrics();
    expect(first).toContain('minispod_instances{status="RUNNING",health="healthy"} 1');
    expect(first).toContain('minispod_kubernetes_requests_total{method="PATCH"} 2');
    expect(first).toContain('minispod_watch_interruptions_total{kind="Pod"} 1');
    await dataSource.query(`UPDATE service_instances SET health_status = 'unhealthy'`);
    await dataSource.query(
      `INSERT INTO instance_operations (id, instance_id, kind, status, phase, actor, created_at, phase_at)
       VALUES (gen_random_uuid(), $1, 'BACKUP', 'PENDING', 'copy', 'system', now(), now())`,
      [instanceId],
    );
    await dataSource.query(
      `INSERT INTO alerts (id, kind, subject, message, raised_at, last_seen_at, severity)
       VALUES (gen_random_uuid(), 'INVARIANT_BROKEN', 'a rule', '', now(), now(), 'CRITICAL')`,
    );
    const second = await registry.metrics();
    expect(second).toContain('minispod_instances{status="RUNNING",health="unhealthy"} 1');
    expect(second).not.toContain('health="healthy"');
    expect(second).toContain('minispod_open_operations{kind="BACKUP"} 1');
    expect(second).toContain('minispod_open_alerts{kind="INVARIANT_BROKEN",severity="CRITICAL"} 1');
  } finally {
    await db.drop();
  }
});
