import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Nothing is charged before it ran; large sums need two administrators; pictures of users. */
export class Fairness1764200000000 implements MigrationInterface {
  name = 'Fairness1764200000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [firstRuns, approvals, avatars]) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Fairness is not taken away: restore a backup instead.');
  }
}

const firstRuns = `
-- When one of its instances first ran. Until then only the price of its first order is held, and no period follows.
ALTER TABLE subscriptions ADD COLUMN first_running_at timestamptz;
UPDATE subscriptions s SET first_running_at = coalesce(
  (SELECT min(h.at) FROM status_history h JOIN service_instances i ON i.id = h.subject_id
    WHERE h.subject = 'instance' AND h.to_status = 'RUNNING' AND i.subscription_id = s.id),
  CASE WHEN s.current_k > 0 THEN s.start_date END);
ALTER TABLE subscriptions ADD CONSTRAINT subscriptions_charged_once_running CHECK (current_k = 0 OR first_running_at IS NOT NULL);
-- How long of a period an administrator had stopped it, in ms: those days were given back at its end.
ALTER TABLE billing_periods ADD COLUMN stopped_ms bigint NOT NULL DEFAULT 0 CHECK (stopped_ms >= 0);
CREATE INDEX subscriptions_never_ran ON subscriptions (id) WHERE first_running_at IS NULL;
`;

const approvals = `
-- Every action of an administrator that moves a customer's money: done at once, or waiting for a second administrator.
CREATE TABLE money_actions (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('ADJUST', 'APPROVE_TRANSFER', 'CREDIT_PAYMENT', 'REFUND', 'RESOLVE_DIFFERENCE')),
  status text NOT NULL CHECK (status IN ('PENDING', 'DONE', 'REFUSED', 'EXPIRED')),
  requested_by uuid NOT NULL REFERENCES users,
  -- Whose wallet it moves.
  user_id uuid NOT NULL REFERENCES users,
  -- Signed rupiah: positive is given to the customer, negative taken from the wallet.
  amount bigint NOT NULL CHECK (amount <> 0),
  reason text NOT NULL,
  -- The top-up's transaction or the difference that it is about; null for an adjustment.
  subject_id uuid,
  -- What the operation is called with once it is approved; a bank account in it is sealed. Null once it is decided.
  input jsonb,
  created_at timestamptz NOT NULL,
  -- Null when it needed no second administrator.
  expires_at timestamptz,
  decided_by uuid REFERENCES users,
  decided_at timestamptz,
  decision_reason text,
  CONSTRAINT money_actions_never_own CHECK (requested_by <> user_id),
  CONSTRAINT money_actions_second_person CHECK (status <> 'DONE' OR (decided_by <> requested_by AND decided_by <> user_id)),
  CHECK ((status = 'PENDING') = (input IS NOT NULL)),
  CHECK (status <> 'PENDING' OR (expires_at IS NOT NULL AND decided_at IS NULL)),
  CHECK (status <> 'REFUSED' OR (decided_by IS NOT NULL AND decision_reason IS NOT NULL)),
  CHECK (status <> 'DONE' OR (expires_at IS NULL) = (decided_by IS NULL))
);
CREATE INDEX money_actions_lately ON money_actions (requested_by, created_at) WHERE status = 'DONE' AND decided_by IS NULL;
CREATE INDEX money_actions_newest ON money_actions (created_at DESC, id DESC);
CREATE INDEX money_actions_pending ON money_actions (expires_at) WHERE status = 'PENDING';
-- The same money is asked for once at a time.
CREATE UNIQUE INDEX money_actions_one_pending ON money_actions (kind, subject_id) WHERE status = 'PENDING' AND subject_id IS NOT NULL;
`;

const avatars = `
CREATE TABLE user_avatars (
  user_id uuid PRIMARY KEY REFERENCES users,
  content bytea NOT NULL CHECK (octet_length(content) BETWEEN 1 AND 262144),
  -- As found by looking at the content, never as claimed.
  content_type text NOT NULL CHECK (content_type IN ('image/jpeg', 'image/png', 'image/webp')),
  sha256 text NOT NULL,
  updated_at timestamptz NOT NULL
);
`;
