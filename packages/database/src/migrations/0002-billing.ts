import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Subscriptions that live for years: periods, dunning, upgrades, invoices, waitlists; the movable clock; the audit. */
export class Billing1763700000000 implements MigrationInterface {
  name = 'Billing1763700000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [ledger, periods, upgrades, invoices, waitlist, instances, operations]) {
      await runner.query(statement);
    }
  }

  async down(): Promise<void> {
    throw new Error('Billing is not taken away: restore a backup instead.');
  }
}

const ledger = `
-- As before, but asked entry by entry: the planner took five hundred entries for a reason to read the whole ledger.
CREATE OR REPLACE FUNCTION check_ledger_balance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE broken record;
BEGIN
  SELECT e.entry_id, t.total, t.legs INTO broken FROM (SELECT DISTINCT entry_id FROM fresh) e
    CROSS JOIN LATERAL (SELECT sum(p.amount) AS total, count(*) AS legs FROM ledger_postings p WHERE p.entry_id = e.entry_id) t
   WHERE t.total <> 0 OR t.legs < 2 LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'ledger entry % does not balance: % over % legs', broken.entry_id, broken.total, broken.legs
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
`;

const periods = `
CREATE EXTENSION IF NOT EXISTS btree_gist;

ALTER TABLE subscriptions
  -- Period k starts (k − anchor_k) cycles after the anchor. A fresh start (reactivation, another cycle) moves both.
  ADD COLUMN anchor timestamptz,
  ADD COLUMN anchor_k integer NOT NULL DEFAULT 0,
  ADD COLUMN current_k integer NOT NULL DEFAULT 0,
  -- When billing has to look at it next; null once it ended.
  ADD COLUMN next_action_at timestamptz,
  -- Lower is paid first when the balance does not cover everything.
  ADD COLUMN priority integer NOT NULL DEFAULT 100 CHECK (priority BETWEEN 1 AND 1000),
  ADD COLUMN pending_plan_id uuid REFERENCES service_plans,
  ADD COLUMN next_cycle text CHECK (next_cycle IN ('MONTHLY', 'YEARLY')),
  ADD COLUMN suspended_at timestamptz,
  ADD COLUMN suspended_by text CHECK (suspended_by IN ('BILLING', 'ADMINISTRATOR')),
  ADD COLUMN retention_end timestamptz;
UPDATE subscriptions SET anchor = start_date,
  next_action_at = CASE WHEN status = 'ACTIVE' THEN end_date END;
ALTER TABLE subscriptions
  ALTER COLUMN anchor SET NOT NULL,
  -- One ahead while a fresh start (reactivation, another cycle) waits for its first charge.
  ADD CHECK (anchor_k BETWEEN 0 AND current_k + 1),
  ADD CHECK ((status = 'SUSPENDED') = (suspended_at IS NOT NULL AND suspended_by IS NOT NULL)),
  ADD CHECK ((status = 'PENDING_UPGRADE') = (pending_plan_id IS NOT NULL)),
  ADD CHECK (status NOT IN ('CANCELLED', 'EXPIRED') OR next_action_at IS NULL);
CREATE INDEX subscriptions_next_action ON subscriptions (next_action_at) WHERE next_action_at IS NOT NULL;
DROP INDEX subscriptions_due;

-- What was really paid for what is held now, and since when: an upgrade begins a new segment. Proration and refunds
-- are shares of the segment, so no sequence of changes can give back more than came in.
ALTER TABLE billing_periods
  ADD COLUMN segment_starts_at timestamptz,
  ADD COLUMN segment_paid bigint CHECK (segment_paid >= 0),
  -- Ended early (cancelled, upgraded to another cycle); what is left of it is nobody's.
  ADD COLUMN closed_at timestamptz;
UPDATE billing_periods SET segment_starts_at = starts_at, segment_paid = price;
ALTER TABLE billing_periods
  ALTER COLUMN segment_starts_at SET NOT NULL,
  ALTER COLUMN segment_paid SET NOT NULL,
  ADD CHECK (closed_at IS NULL OR closed_at BETWEEN starts_at AND ends_at),
  ADD CONSTRAINT billing_periods_no_overlap EXCLUDE USING gist (
    subscription_id WITH =, tstzrange(starts_at, coalesce(closed_at, ends_at)) WITH &&);

-- At most one try to charge and one reminder per subscription and Jakarta day, whoever runs billing how often.
CREATE TABLE charge_attempts (
  subscription_id uuid NOT NULL REFERENCES subscriptions,
  k integer NOT NULL,
  local_day date NOT NULL,
  balance bigint NOT NULL,
  price bigint NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (subscription_id, k, local_day)
);
`;

const upgrades = `
CREATE TABLE upgrade_quotes (
  id uuid PRIMARY KEY,
  subscription_id uuid NOT NULL REFERENCES subscriptions,
  plan_id uuid NOT NULL REFERENCES service_plans,
  -- The plan and period it was reckoned from: another state of the subscription makes it void.
  from_plan_id uuid NOT NULL REFERENCES service_plans,
  k integer NOT NULL,
  amount bigint NOT NULL CHECK (amount >= 0),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX upgrade_quotes_subscription ON upgrade_quotes (subscription_id);

ALTER TABLE provisioning_tasks
  ADD COLUMN kind text NOT NULL DEFAULT 'PROVISION' CHECK (kind IN ('PROVISION', 'UPGRADE'));
`;

const invoices = `
-- The next number of a series; its row is locked until the invoices that took numbers commit, so there is no gap.
CREATE TABLE invoice_counters (
  series text PRIMARY KEY,
  last_number integer NOT NULL DEFAULT 0
);

CREATE TABLE invoices (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('INVOICE', 'CREDIT_NOTE')),
  series text NOT NULL REFERENCES invoice_counters,
  number integer NOT NULL CHECK (number > 0),
  user_id uuid NOT NULL REFERENCES users,
  order_id uuid NOT NULL REFERENCES orders,
  -- A credit note corrects an invoice.
  corrects_id uuid REFERENCES invoices,
  buyer jsonb NOT NULL,
  lines jsonb NOT NULL,
  subtotal bigint NOT NULL CHECK (subtotal >= 0),
  discount bigint NOT NULL DEFAULT 0 CHECK (discount BETWEEN 0 AND subtotal),
  -- Percent; prices include it.
  tax_rate integer NOT NULL CHECK (tax_rate BETWEEN 0 AND 100),
  tax bigint NOT NULL CHECK (tax >= 0),
  total bigint NOT NULL CHECK (total = subtotal - discount AND tax <= total),
  issued_at timestamptz NOT NULL,
  UNIQUE (series, number),
  CHECK ((kind = 'CREDIT_NOTE') = (corrects_id IS NOT NULL))
);
CREATE UNIQUE INDEX invoices_one_per_order ON invoices (order_id) WHERE kind = 'INVOICE';
CREATE INDEX invoices_user ON invoices (user_id, issued_at DESC);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON invoices FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;

const waitlist = `
-- Slots promised to somebody on the waitlist: neither used nor for sale.
ALTER TABLE service_plans ADD COLUMN kept_quota integer NOT NULL DEFAULT 0 CHECK (kept_quota >= 0);
ALTER TABLE service_plans DROP CONSTRAINT service_plans_quota,
  ADD CONSTRAINT service_plans_quota CHECK (used_quota >= 0 AND used_quota + kept_quota <= total_quota);

CREATE TABLE waitlist_entries (
  id uuid PRIMARY KEY,
  plan_id uuid NOT NULL REFERENCES service_plans,
  user_id uuid NOT NULL REFERENCES users,
  -- A suspended subscription that was paid and waits for its slot goes first.
  subscription_id uuid REFERENCES subscriptions,
  status text NOT NULL CHECK (status IN ('WAITING', 'OFFERED', 'TAKEN', 'LAPSED', 'LEFT')),
  created_at timestamptz NOT NULL,
  offered_until timestamptz,
  ended_at timestamptz,
  CHECK ((status = 'OFFERED') <= (offered_until IS NOT NULL))
);
CREATE UNIQUE INDEX waitlist_one_open ON waitlist_entries (plan_id, user_id) WHERE status IN ('WAITING', 'OFFERED');
CREATE INDEX waitlist_next ON waitlist_entries (plan_id, (subscription_id IS NULL), created_at, id) WHERE status = 'WAITING';
CREATE INDEX waitlist_offers ON waitlist_entries (offered_until) WHERE status = 'OFFERED';
`;

const instances = `
-- Set while the cluster does not yet do what the three wishes say.
ALTER TABLE service_instances ADD COLUMN converge_since timestamptz;
CREATE INDEX service_instances_converging ON service_instances (converge_since) WHERE converge_since IS NOT NULL;
CREATE INDEX service_instances_unreleased ON service_instances (updated_at) WHERE released_at IS NULL AND status IN ('ERROR', 'TERMINATED');
`;

const operations = `
-- How far this installation's clock is ahead; moved in local mode only.
CREATE TABLE clock (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  offset_ms bigint NOT NULL DEFAULT 0 CHECK (offset_ms >= 0)
);
INSERT INTO clock DEFAULT VALUES;

ALTER TABLE notifications DROP CONSTRAINT notifications_mail_status_check,
  ADD CONSTRAINT notifications_mail_status_check CHECK (mail_status IN ('PENDING', 'SENT', 'FAILED', 'UNWANTED'));

CREATE TABLE notification_preferences (
  user_id uuid NOT NULL REFERENCES users,
  kind text NOT NULL,
  mail boolean NOT NULL,
  PRIMARY KEY (user_id, kind)
);

-- What an operator must look at; closed when it is no longer so.
CREATE TABLE alerts (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  subject text NOT NULL,
  message text NOT NULL,
  details jsonb NOT NULL DEFAULT '{}',
  raised_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  closed_at timestamptz
);
CREATE UNIQUE INDEX alerts_open ON alerts (kind, subject) WHERE closed_at IS NULL;

CREATE TABLE audit_log (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  actor_id uuid NOT NULL REFERENCES users,
  action text NOT NULL,
  subject text NOT NULL,
  subject_id text NOT NULL,
  details jsonb NOT NULL DEFAULT '{}',
  at timestamptz NOT NULL
);
CREATE INDEX audit_log_subject ON audit_log (subject_id, id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;
