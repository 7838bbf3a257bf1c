import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What happens to an instance after it has come up: versions, changes, operations, backups, domains, health, usage. */
export class Lifecycle1763800000000 implements MigrationInterface {
  name = 'Lifecycle1763800000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [versions, instances, operations, domains, health, capacity, marks, watching]) {
      await runner.query(statement);
    }
  }

  async down(): Promise<void> {
    throw new Error('Lifecycle is not taken away: restore a backup instead.');
  }
}

const versions = `
-- Every version of a template that was ever offered: an instance stays on its own until it is updated.
CREATE TABLE service_versions (
  id uuid PRIMARY KEY,
  service_id uuid NOT NULL REFERENCES services,
  version text NOT NULL,
  template jsonb NOT NULL,
  -- Why nobody should run it any more; shown to those who do.
  withdrawn_reason text,
  created_at timestamptz NOT NULL,
  UNIQUE (service_id, version)
);
INSERT INTO service_versions (id, service_id, version, template, created_at)
  SELECT gen_random_uuid(), id, version, template, created_at FROM services WHERE template IS NOT NULL;

-- Hours between scheduled backups (0: none) and how many of them are kept.
ALTER TABLE service_plans
  ADD COLUMN backup_every_hours integer NOT NULL DEFAULT 24 CHECK (backup_every_hours >= 0),
  ADD COLUMN backup_keep integer NOT NULL DEFAULT 7 CHECK (backup_keep >= 0);
`;

const instances = `
ALTER TABLE service_instances
  ADD COLUMN service_version_id uuid REFERENCES service_versions,
  -- Claim {instance}-data for 1, {instance}-data-{n} for later ones: a restore fills a new volume beside the old one.
  ADD COLUMN volume_generation integer NOT NULL DEFAULT 1 CHECK (volume_generation >= 1),
  -- The volume before the last restore, kept for a while.
  ADD COLUMN previous_generation integer CHECK (previous_generation < volume_generation),
  ADD COLUMN previous_until timestamptz,
  -- Part of the pod's description: another time is another pod.
  ADD COLUMN restarted_at timestamptz,
  -- In the bin: stopped, its data kept, removed for good at this time unless its owner takes it back.
  ADD COLUMN deletion_due_at timestamptz,
  -- When the next scheduled backup is due; null: none by schedule.
  ADD COLUMN backup_due_at timestamptz,
  -- When somebody last made sure that the cluster holds what is wished.
  ADD COLUMN resynced_at timestamptz,
  ADD CHECK ((previous_generation IS NULL) = (previous_until IS NULL));
UPDATE service_instances i SET service_version_id = v.id
  FROM subscriptions s JOIN service_versions v ON v.service_id = s.service_id WHERE s.id = i.subscription_id;
CREATE INDEX service_instances_bin ON service_instances (deletion_due_at) WHERE deletion_due_at IS NOT NULL AND released_at IS NULL;
CREATE INDEX service_instances_backup_due ON service_instances (backup_due_at) WHERE backup_due_at IS NOT NULL AND released_at IS NULL;
CREATE INDEX service_instances_previous ON service_instances (previous_until) WHERE previous_until IS NOT NULL;
CREATE INDEX service_instances_version ON service_instances (service_version_id) WHERE released_at IS NULL;
CREATE INDEX service_instances_created ON service_instances (created_at);

-- An instance beyond the subscription's first costs nothing and has no order.
ALTER TABLE provisioning_tasks ALTER COLUMN order_id DROP NOT NULL;
ALTER TABLE provisioning_tasks DROP CONSTRAINT provisioning_tasks_kind_check,
  ADD CONSTRAINT provisioning_tasks_kind_check CHECK (kind IN ('PROVISION', 'UPGRADE')),
  ADD CHECK (kind = 'PROVISION' OR order_id IS NOT NULL);

-- What was done to an instance, by whom: names of variables, never their values.
CREATE TABLE instance_activities (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  instance_id uuid NOT NULL REFERENCES service_instances,
  kind text NOT NULL,
  actor text NOT NULL,
  details jsonb NOT NULL DEFAULT '{}',
  at timestamptz NOT NULL
);
CREATE INDEX instance_activities_instance ON instance_activities (instance_id, id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON instance_activities FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;

const operations = `
-- Long work on one instance: it goes from phase to phase and ends by its deadline, whoever carries it out.
CREATE TABLE instance_operations (
  id uuid PRIMARY KEY,
  instance_id uuid NOT NULL REFERENCES service_instances,
  kind text NOT NULL CHECK (kind IN ('BACKUP', 'RESTORE', 'UPDATE', 'DRILL')),
  status text NOT NULL CHECK (status IN ('PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED')),
  phase text NOT NULL,
  -- What it works on and must remember between phases: ids, versions, generations.
  input jsonb NOT NULL DEFAULT '{}',
  problem_code text,
  problem_message text,
  actor text NOT NULL,
  created_at timestamptz NOT NULL,
  started_at timestamptz,
  phase_at timestamptz NOT NULL,
  deadline_at timestamptz,
  finished_at timestamptz,
  -- When nothing of it was left in the cluster: helper pods, volumes nobody uses, a drill's namespace.
  cleaned_at timestamptz,
  CHECK (cleaned_at IS NULL OR finished_at IS NOT NULL),
  CHECK ((status IN ('SUCCEEDED', 'FAILED')) = (finished_at IS NOT NULL)),
  CHECK (status <> 'RUNNING' OR deadline_at IS NOT NULL)
);
-- A drill works on a throwaway of its own and is in nobody's way; one at a time is enough.
CREATE UNIQUE INDEX instance_operations_one_open ON instance_operations (instance_id) WHERE status IN ('PENDING', 'RUNNING') AND kind <> 'DRILL';
CREATE UNIQUE INDEX instance_operations_one_drill ON instance_operations (kind) WHERE status IN ('PENDING', 'RUNNING') AND kind = 'DRILL';
CREATE INDEX instance_operations_instance ON instance_operations (instance_id, created_at);
CREATE INDEX instance_operations_open ON instance_operations (created_at) WHERE status IN ('PENDING', 'RUNNING');
CREATE INDEX instance_operations_unclean ON instance_operations (finished_at) WHERE cleaned_at IS NULL AND finished_at IS NOT NULL;
CREATE INDEX instance_operations_drills ON instance_operations (created_at) WHERE kind = 'DRILL';

CREATE TABLE backups (
  id uuid PRIMARY KEY,
  -- Whose it is outlives the instance: it can be restored into another one of the same service.
  user_id uuid NOT NULL REFERENCES users,
  service_id uuid NOT NULL REFERENCES services,
  instance_id uuid NOT NULL REFERENCES service_instances,
  service_version_id uuid NOT NULL REFERENCES service_versions,
  kind text NOT NULL CHECK (kind IN ('MANUAL', 'SCHEDULED', 'PRE_UPDATE', 'FINAL')),
  format text NOT NULL CHECK (format IN ('COMMAND', 'VOLUME', 'SNAPSHOT')),
  status text NOT NULL CHECK (status IN ('PENDING', 'SUCCEEDED', 'FAILED', 'DELETED')),
  -- Bytes before encryption, and the SHA-256 of them.
  size_bytes bigint CHECK (size_bytes >= 0),
  sha256 text,
  -- Where the store has it.
  storage_key text NOT NULL,
  -- The instance's generated secrets as they were, sealed for it: what they guard cannot be read with others.
  secrets text NOT NULL,
  problem_code text,
  problem_message text,
  created_at timestamptz NOT NULL,
  finished_at timestamptz,
  expires_at timestamptz,
  -- When the store was seen to have nothing of it any more.
  erased_at timestamptz,
  -- When it was last restored in a drill and the app came up.
  proven_at timestamptz,
  CHECK (status <> 'SUCCEEDED' OR (sha256 IS NOT NULL AND size_bytes IS NOT NULL) OR format = 'SNAPSHOT')
);
CREATE INDEX backups_instance ON backups (instance_id, created_at DESC);
CREATE INDEX backups_user ON backups (user_id, service_id, created_at DESC);
CREATE INDEX backups_expiring ON backups (expires_at) WHERE expires_at IS NOT NULL AND erased_at IS NULL;
`;

const domains = `
CREATE TABLE custom_domains (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users,
  instance_id uuid NOT NULL REFERENCES service_instances,
  -- Lower case, punycode.
  domain text NOT NULL CHECK (domain = lower(domain) AND domain ~ '^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9-]{2,63}$'),
  status text NOT NULL CHECK (status IN ('PENDING_DNS', 'ISSUING', 'ACTIVE', 'REMOVED')),
  -- Value of the TXT record that proves whose it is.
  token text NOT NULL,
  -- What the last look found, by record.
  found jsonb NOT NULL DEFAULT '{}',
  problem_code text,
  problem_message text,
  -- Since when it does not point here any more, though it was ACTIVE.
  astray_since timestamptz,
  certificate_expires_at timestamptz,
  created_at timestamptz NOT NULL,
  checked_at timestamptz,
  next_check_at timestamptz,
  verified_at timestamptz,
  active_at timestamptz,
  removed_at timestamptz,
  CHECK ((status = 'REMOVED') = (removed_at IS NOT NULL)),
  CHECK (status NOT IN ('ISSUING', 'ACTIVE') OR verified_at IS NOT NULL)
);
-- A claim that was not proved keeps nobody else out.
CREATE UNIQUE INDEX custom_domains_proved ON custom_domains (domain) WHERE status IN ('ISSUING', 'ACTIVE');
CREATE UNIQUE INDEX custom_domains_once_per_user ON custom_domains (user_id, domain) WHERE status <> 'REMOVED';
CREATE INDEX custom_domains_instance ON custom_domains (instance_id);
CREATE INDEX custom_domains_due ON custom_domains (next_check_at) WHERE next_check_at IS NOT NULL;
`;

const health = `
-- Whose it is, where it is a customer's: they see and are told of it too.
ALTER TABLE alerts
  ADD COLUMN user_id uuid REFERENCES users,
  ADD COLUMN instance_id uuid REFERENCES service_instances,
  ADD COLUMN severity text NOT NULL DEFAULT 'WARNING' CHECK (severity IN ('WARNING', 'CRITICAL'));
CREATE INDEX alerts_instance ON alerts (instance_id, raised_at DESC) WHERE instance_id IS NOT NULL;
CREATE INDEX alerts_raised ON alerts (raised_at DESC);

-- One row an instance and bucket: five minutes for two days, an hour for a month. Averages; the volume's last value.
CREATE TABLE usage_samples (
  instance_id uuid NOT NULL REFERENCES service_instances,
  resolution text NOT NULL CHECK (resolution IN ('5m', '1h')),
  at timestamptz NOT NULL,
  cpu_milli integer NOT NULL CHECK (cpu_milli >= 0),
  memory_mb integer NOT NULL CHECK (memory_mb >= 0),
  volume_used_mb integer CHECK (volume_used_mb >= 0),
  volume_capacity_mb integer,
  -- How many readings the averages are of.
  readings integer NOT NULL CHECK (readings > 0),
  PRIMARY KEY (instance_id, resolution, at)
);
CREATE INDEX usage_samples_old ON usage_samples (resolution, at);
`;

const capacity = `
-- What the cluster has and what is spoken for, as the provisioning worker last saw it; millicores, MiB, GiB.
CREATE TABLE cluster_capacity (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  nodes integer NOT NULL,
  allocatable_cpu_milli bigint NOT NULL,
  allocatable_memory_mb bigint NOT NULL,
  requested_cpu_milli bigint NOT NULL,
  requested_memory_mb bigint NOT NULL,
  -- Free room of each schedulable node: an instance must fit into one of them whole.
  free jsonb NOT NULL,
  taken_at timestamptz NOT NULL
);
`;

const marks = `
-- When each part of a sweep was last done, whichever worker did it: a part is begun by moving its mark.
CREATE TABLE sweep_marks (
  part text PRIMARY KEY,
  done_at timestamptz NOT NULL
);
`;

const watching = `
CREATE INDEX service_instances_unhealthy ON service_instances (health_since) WHERE health_status = 'unhealthy' AND released_at IS NULL;
CREATE INDEX service_instances_unknown ON service_instances (id) WHERE status = 'RUNNING' AND health_status = 'unknown' AND released_at IS NULL;
CREATE INDEX alerts_of_open_instances ON alerts (kind, instance_id) WHERE closed_at IS NULL AND instance_id IS NOT NULL;
`;
