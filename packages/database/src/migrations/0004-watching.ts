import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What those who watch the cluster must remember beyond one process, and indexes for what they ask. */
export class Watching1763850000000 implements MigrationInterface {
  name = 'Watching1763850000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [marks, indexes]) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Watching is not taken away: restore a backup instead.');
  }
}

const marks = `
-- When each part of a sweep was last done, whichever worker did it: a part is begun by moving its mark.
CREATE TABLE sweep_marks (
  part text PRIMARY KEY,
  done_at timestamptz NOT NULL
);
`;

const indexes = `
CREATE INDEX service_instances_resync ON service_instances (coalesce(resynced_at, created_at)) WHERE released_at IS NULL;
CREATE INDEX service_instances_unhealthy ON service_instances (health_since) WHERE health_status = 'unhealthy' AND released_at IS NULL;
CREATE INDEX service_instances_unknown ON service_instances (id) WHERE status = 'RUNNING' AND health_status = 'unknown' AND released_at IS NULL;
CREATE INDEX instance_activities_health ON instance_activities (instance_id, at) WHERE kind IN ('UNHEALTHY', 'HEALTHY');
CREATE INDEX alerts_of_user ON alerts (user_id, raised_at DESC) WHERE user_id IS NOT NULL;
CREATE INDEX alerts_of_open_instances ON alerts (kind, instance_id) WHERE closed_at IS NULL AND instance_id IS NOT NULL;
`;
