import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Money that went back twice is on record, and services whose owner has the money are looked at once more. */
export class MoneyBack1764100000000 implements MigrationInterface {
  name = 'MoneyBack1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [reversals, owing]) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('MoneyBack is not taken away: restore a backup instead.');
  }
}

const reversals = `
-- The part of the amount that had been given back before: it has left the house twice. The payment's flag is then
-- PAID_OUT_TWICE until an administrator has looked at it.
ALTER TABLE payment_reversals
  ADD COLUMN excess bigint NOT NULL DEFAULT 0,
  ADD CHECK (excess BETWEEN 0 AND amount),
  ADD CHECK (excess = 0 OR status = 'DONE');
`;

const owing = `
-- The renewal worker looks for those whose owner has the money.
CREATE INDEX subscriptions_owing ON subscriptions (user_id) 
  WHERE status = 'SUSPENDED' OR (status = 'ACTIVE' AND grace_period_end IS NOT NULL);
`;
