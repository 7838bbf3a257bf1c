import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A domain of the customer's own as the address that an app takes for its own; addresses that are held after their end. */
export class Addresses1764900000000 implements MigrationInterface {
  name = 'Addresses1764900000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Null: the app's own address is the one that we gave.
      ALTER TABLE service_instances ADD COLUMN main_url text;
      -- Who had an address last: it is kept for them for a while.
      CREATE INDEX service_instances_last_owner ON service_instances (subdomain, released_at) WHERE released_at IS NOT NULL;`);
  }

  async down(): Promise<void> {
    throw new Error('Addresses is not taken away: restore a backup instead.');
  }
}
