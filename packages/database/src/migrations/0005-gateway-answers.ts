import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What gateways say is compared and followed up: no claim, no open payment is left without a next look. */
export class GatewayAnswers1764000000000 implements MigrationInterface {
  name = 'GatewayAnswers1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [claims, payments]) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('GatewayAnswers is not taken away: restore a backup instead.');
  }
}

const claims = `
ALTER TABLE gateway_events
  -- The state that the notification claims, in our words.
  ADD COLUMN claims text NOT NULL DEFAULT 'UNKNOWN',
  -- When it was last delivered.
  ADD COLUMN last_received_at timestamptz,
  -- When the gateway is asked about it at the latest, until an answer has borne it out or enough time has passed.
  ADD COLUMN next_ask_at timestamptz;
UPDATE gateway_events SET last_received_at = received_at, next_ask_at = CASE WHEN handled_at IS NULL THEN received_at END;
ALTER TABLE gateway_events
  ALTER COLUMN last_received_at SET NOT NULL,
  ADD CONSTRAINT gateway_events_followed_up CHECK ((handled_at IS NULL) = (next_ask_at IS NOT NULL));
CREATE INDEX gateway_events_to_ask ON gateway_events (next_ask_at) WHERE next_ask_at IS NOT NULL;
`;

const payments = `
UPDATE payments SET next_check_at = expires_at WHERE status IN ('PENDING', 'UNCERTAIN') AND next_check_at IS NULL;
ALTER TABLE payments
  ADD CONSTRAINT payments_looked_at_again CHECK (status NOT IN ('PENDING', 'UNCERTAIN') OR next_check_at IS NOT NULL),
  -- A gateway's payment waits for a person only with a flag, which raises the alert.
  ADD CONSTRAINT payments_held_with_flag CHECK (status <> 'IN_REVIEW' OR gateway = 'manual' OR flag IS NOT NULL);
-- One transaction at a gateway brings money once, whatever order an answer names.
CREATE UNIQUE INDEX payments_gateway_transaction ON payments (gateway, gateway_transaction_id)
  WHERE paid_at IS NOT NULL AND gateway_transaction_id IS NOT NULL;
-- What waits for an administrator's decision.
CREATE INDEX payments_undecided ON payments (flag) WHERE flag IS NOT NULL AND paid_at IS NULL;
`;
