import type { Corruption } from './corruption.test-fixture.js';
import type { LivedIn } from './lived-in.test-fixture.js';

/** What it can do to operations, backups and volumes. */
export function operationCorruptions({ renewed }: LivedIn): Corruption[] {
  const operation = (columns: Record<string, string>) => {
    const all = { status: `'RUNNING'`, finished_at: 'NULL', deadline_at: `'2026-02-02'`, ...columns };
    return `INSERT INTO instance_operations (id, instance_id, kind, phase, actor, created_at, phase_at, ${Object.keys(all)})
            VALUES (gen_random_uuid(), '${renewed.instanceId}', 'BACKUP', 'copy', 'system', '2026-02-02', '2026-02-02', ${Object.values(all)})`;
  };
  const backup = (columns: Record<string, string>) => {
    const all = { status: `'SUCCEEDED'`, size_bytes: '5', sha256: `'abc'`, expires_at: 'NULL', ...columns };
    return `INSERT INTO backups (id, user_id, service_id, instance_id, service_version_id, kind, format, storage_key, secrets, created_at, ${Object.keys(all)})
            SELECT gen_random_uuid(), '${renewed.userId}', s.service_id, i.id, i.service_version_id, 'MANUAL', 'VOLUME', 'key', '', '2026-02-02', ${Object.values(all)}
              FROM service_instances i JOIN subscriptions s ON s.id = i.subscription_id WHERE i.id = '${renewed.instanceId}'`;
  };
  return [
    ['an operation nobody carries', [operation({})], 'an operation is open past its time'],
    [
      'leavings nobody removes',
      [operation({ status: `'FAILED'`, finished_at: `'2026-02-02'` })],
      'an operation left something in the cluster',
    ],
    ['an empty backup', [backup({ size_bytes: '0' })], 'a backup counts as made and holds nothing'],
    ['a backup without its hash', [backup({ sha256: 'NULL' })], 'a backup counts as made and holds nothing'],
    ['a backup nobody makes', [backup({ status: `'PENDING'` })], 'a backup is being made by nobody'],
    ['a backup nobody erases', [backup({ expires_at: `'2026-02-02'` })], 'a backup is kept past its time'],
    [
      'an instance moved to another volume by hand',
      [`UPDATE service_instances SET volume_generation = 3 WHERE id = '${renewed.instanceId}'`],
      'an instance is on a volume that no restore made',
    ],
  ];
}
