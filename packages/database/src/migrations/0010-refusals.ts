import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the cluster refuses or holds back is kept here until it lets go: refusals, removals, addresses on their way to another app. */
export class Refusals1764500000000 implements MigrationInterface {
  name = 'Refusals1764500000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [refusals, removals, departures]) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Refusals is not taken away: restore a backup instead.');
  }
}

const refusals = `
-- Refusals of the API server that are not about what was asked. One that is met again within minutes is the same one.
CREATE TABLE cluster_refusals (
  -- An instance's id, or 'cluster' where nothing narrower is known.
  subject text NOT NULL,
  refusal text NOT NULL CHECK (refusal IN ('CREDENTIALS', 'PERMISSION', 'ADMISSION')),
  message text NOT NULL,
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  PRIMARY KEY (subject, refusal),
  CHECK (first_at <= last_at)
);
`;

const removals = `
-- From the first attempt to take an ended instance out of the cluster, and what that waits for in the cluster's words.
ALTER TABLE service_instances
  ADD COLUMN removal_began_at timestamptz,
  ADD COLUMN removal_waits_for text;
CREATE INDEX service_instances_removing ON service_instances (removal_began_at)
  WHERE removal_began_at IS NOT NULL AND released_at IS NULL;
-- Likewise of what an ended operation left in the cluster.
ALTER TABLE instance_operations ADD COLUMN cleaning_began_at timestamptz;
-- Namespaces that are to go because their user has nothing in the cluster any more.
CREATE TABLE tenant_removals (
  user_id uuid PRIMARY KEY REFERENCES users,
  began_at timestamptz NOT NULL,
  waits_for text
);
`;

const departures = `
-- The cluster may still serve this domain from this instance, which has given it up: no other instance takes it before that is over.
CREATE TABLE domain_departures (
  domain text NOT NULL,
  instance_id uuid NOT NULL REFERENCES service_instances,
  PRIMARY KEY (domain, instance_id)
);
CREATE INDEX domain_departures_instance ON domain_departures (instance_id);
`;
