import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Proofs are kept sealed, which makes them 36 bytes longer. */
export class Platform1764800000000 implements MigrationInterface {
  name = 'Platform1764800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE payment_proofs DROP CONSTRAINT payment_proofs_content_check,
        ADD CONSTRAINT payment_proofs_content_check CHECK (octet_length(content) BETWEEN 1 AND 5242880 + 36)`);
  }

  async down(): Promise<void> {
    throw new Error('Platform is not taken away: restore a backup instead.');
  }
}
