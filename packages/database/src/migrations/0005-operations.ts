import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What operations owe when they end, what a backup needs to be read elsewhere, and drills beside everything else. */
export class Operations1764000000000 implements MigrationInterface {
  name = 'Operations1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(operations);
    await runner.query(backups);
  }

  async down(): Promise<void> {
    throw new Error('Operations is not taken away: restore a backup instead.');
  }
}

const operations = `
-- A drill works on a throwaway of its own and is in nobody's way; one at a time is enough.
DROP INDEX instance_operations_one_open;
CREATE UNIQUE INDEX instance_operations_one_open ON instance_operations (instance_id)
  WHERE status IN ('PENDING', 'RUNNING') AND kind <> 'DRILL';
CREATE UNIQUE INDEX instance_operations_one_drill ON instance_operations (kind)
  WHERE status IN ('PENDING', 'RUNNING') AND kind = 'DRILL';
-- When nothing of it was left in the cluster: helper pods, volumes nobody uses, a drill's namespace.
ALTER TABLE instance_operations ADD COLUMN cleaned_at timestamptz;
CREATE INDEX instance_operations_unclean ON instance_operations (finished_at) WHERE cleaned_at IS NULL AND finished_at IS NOT NULL;
CREATE INDEX instance_operations_drills ON instance_operations (created_at) WHERE kind = 'DRILL';
`;

const backups = `
-- The instance's generated secrets as they were, sealed for it: what they guard cannot be read with others.
ALTER TABLE backups ADD COLUMN secrets text NOT NULL,
  -- When the store was seen to have nothing of it any more.
  ADD COLUMN erased_at timestamptz;
DROP INDEX backups_expiring;
CREATE INDEX backups_expiring ON backups (expires_at) WHERE expires_at IS NOT NULL AND erased_at IS NULL;
`;
