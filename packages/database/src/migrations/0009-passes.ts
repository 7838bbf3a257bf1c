import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rows that passes could not deal with: they rest between tries, so that they keep no other row waiting. */
export class Passes1764400000000 implements MigrationInterface {
  name = 'Passes1764400000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(passFailures);
  }

  async down(): Promise<void> {
    throw new Error('Passes is not taken away: restore a backup instead.');
  }
}

const passFailures = `
CREATE TABLE pass_failures (
  pass text NOT NULL,
  -- Which row of the pass: mostly an id, of whatever the pass looks at.
  subject text NOT NULL CHECK (length(subject) BETWEEN 1 AND 200),
  -- In a row, without a success between them.
  failures integer NOT NULL CHECK (failures > 0),
  first_failed_at timestamptz NOT NULL,
  next_look_at timestamptz NOT NULL,
  -- The failure is one that passes by itself, such as a cluster that does not answer.
  is_passing boolean NOT NULL,
  error text NOT NULL CHECK (length(error) <= 500),
  PRIMARY KEY (pass, subject)
);
`;
