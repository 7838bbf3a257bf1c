import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The tables of accounts, catalog, money, subscriptions, instances and the plumbing between them.
 *
 * Statuses are text with a CHECK: adding a state is then a plain migration, with no enum type to rebuild. Whatever the
 * code promises about money, quota and single use is promised here a second time, where no bug can get around it.
 */
export class Foundation1763600000000 implements MigrationInterface {
  name = 'Foundation1763600000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [accounts, catalog, ledger, payments, subscriptions, instances, plumbing]) {
      await runner.query(statement);
    }
  }

  async down(): Promise<void> {
    throw new Error('The foundation is not taken away: restore a backup instead.');
  }
}

const accounts = `
CREATE TABLE users (
  id uuid PRIMARY KEY,
  name text NOT NULL CHECK (name <> ''),
  email text NOT NULL UNIQUE CHECK (email = lower(email)),
  phone text UNIQUE,
  role text NOT NULL DEFAULT 'USER' CHECK (role IN ('USER', 'ADMINISTRATOR', 'SUPER_ADMINISTRATOR')),
  status text NOT NULL DEFAULT 'ACTIVE' CHECK (status IN ('PENDING_VERIFICATION', 'ACTIVE', 'SUSPENDED', 'DELETED')),
  avatar text,
  locale text NOT NULL DEFAULT 'id' CHECK (locale IN ('id', 'en')),
  password_hash text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);

-- One row per token ever given out; a family is one login. A used token that comes back ends its family.
CREATE TABLE refresh_tokens (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  family_id uuid NOT NULL,
  token_hash text NOT NULL UNIQUE,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz NOT NULL
);
CREATE INDEX refresh_tokens_family ON refresh_tokens (family_id);
CREATE INDEX refresh_tokens_user ON refresh_tokens (user_id);
CREATE INDEX refresh_tokens_expiry ON refresh_tokens (expires_at);
`;

const catalog = `
CREATE TABLE service_categories (
  id uuid PRIMARY KEY,
  name text NOT NULL UNIQUE,
  slug text NOT NULL UNIQUE,
  description text NOT NULL DEFAULT '',
  translations jsonb NOT NULL DEFAULT '{}',
  icon text NOT NULL DEFAULT '',
  is_active boolean NOT NULL DEFAULT true,
  sort_order integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);

CREATE TABLE services (
  id uuid PRIMARY KEY,
  category_id uuid NOT NULL REFERENCES service_categories,
  kind text NOT NULL DEFAULT 'APP' CHECK (kind IN ('APP', 'VPS')),
  name text NOT NULL,
  slug text NOT NULL UNIQUE,
  description text NOT NULL DEFAULT '',
  long_description text NOT NULL DEFAULT '',
  translations jsonb NOT NULL DEFAULT '{}',
  icon text NOT NULL DEFAULT '',
  version text NOT NULL,
  docker_image text,
  default_port integer CHECK (default_port BETWEEN 1 AND 65535),
  min_cpu_milli integer NOT NULL DEFAULT 100 CHECK (min_cpu_milli > 0),
  min_memory_mb integer NOT NULL DEFAULT 128 CHECK (min_memory_mb > 0),
  min_storage_gb integer NOT NULL DEFAULT 1 CHECK (min_storage_gb > 0),
  template jsonb,
  tags text[] NOT NULL DEFAULT '{}',
  documentation text,
  is_active boolean NOT NULL DEFAULT true,
  is_public boolean NOT NULL DEFAULT true,
  is_featured boolean NOT NULL DEFAULT false,
  sort_order integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CHECK (kind <> 'APP' OR (template IS NOT NULL AND docker_image IS NOT NULL))
);
CREATE INDEX services_category ON services (category_id, is_active, is_public);

CREATE TABLE service_plans (
  id uuid PRIMARY KEY,
  service_id uuid NOT NULL REFERENCES services ON DELETE CASCADE,
  name text NOT NULL,
  plan_type text NOT NULL CHECK (plan_type IN ('FREE', 'BASIC', 'PRO', 'PREMIUM', 'ENTERPRISE')),
  description text NOT NULL DEFAULT '',
  translations jsonb NOT NULL DEFAULT '{}',
  monthly_price bigint NOT NULL CHECK (monthly_price >= 0),
  yearly_price bigint CHECK (yearly_price >= 0),
  setup_fee bigint NOT NULL DEFAULT 0 CHECK (setup_fee >= 0),
  cpu_milli integer NOT NULL CHECK (cpu_milli > 0),
  memory_mb integer NOT NULL CHECK (memory_mb > 0),
  storage_gb integer NOT NULL CHECK (storage_gb > 0),
  bandwidth integer NOT NULL DEFAULT 0 CHECK (bandwidth >= 0),
  total_quota integer NOT NULL CHECK (total_quota >= 0),
  used_quota integer NOT NULL DEFAULT 0,
  features jsonb NOT NULL DEFAULT '[]',
  max_instances_per_user integer NOT NULL DEFAULT 1 CHECK (max_instances_per_user > 0),
  max_domains integer NOT NULL DEFAULT 1 CHECK (max_domains >= 0),
  is_active boolean NOT NULL DEFAULT true,
  is_popular boolean NOT NULL DEFAULT false,
  sort_order integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (service_id, plan_type),
  CONSTRAINT service_plans_quota CHECK (used_quota BETWEEN 0 AND total_quota)
);

-- The public catalog is answered from kept bytes: whoever keeps them is told in the commit that makes them old.
CREATE FUNCTION announce_catalog() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('catalog', '');
  RETURN NULL;
END $$;
CREATE TRIGGER announce AFTER INSERT OR UPDATE OR DELETE ON service_categories FOR EACH STATEMENT EXECUTE FUNCTION announce_catalog();
CREATE TRIGGER announce AFTER INSERT OR UPDATE OR DELETE ON services FOR EACH STATEMENT EXECUTE FUNCTION announce_catalog();
CREATE TRIGGER announce AFTER INSERT OR UPDATE OR DELETE ON service_plans FOR EACH STATEMENT EXECUTE FUNCTION announce_catalog();
`;

const ledger = `
-- The row that is locked for every spend. balance is the sum of the wallet account's postings, kept for reading.
CREATE TABLE wallets (
  user_id uuid PRIMARY KEY REFERENCES users,
  balance bigint NOT NULL DEFAULT 0 CONSTRAINT wallets_balance CHECK (balance >= 0),
  total_top_up bigint NOT NULL DEFAULT 0 CHECK (total_top_up >= 0),
  total_spent bigint NOT NULL DEFAULT 0 CHECK (total_spent >= 0),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);

-- A wallet's account has its owner's id; the others have fixed ids known to the code.
CREATE TABLE ledger_accounts (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('WALLET', 'HELD', 'REVENUE', 'GATEWAY_CLEARING', 'PROMOTIONS', 'ADJUSTMENTS', 'TAX')),
  name text NOT NULL UNIQUE,
  user_id uuid UNIQUE REFERENCES users,
  CHECK ((kind = 'WALLET') = (user_id IS NOT NULL))
);
INSERT INTO ledger_accounts (id, kind, name) VALUES
  ('00000000-0000-7000-8000-000000000001', 'HELD', 'held'),
  ('00000000-0000-7000-8000-000000000002', 'REVENUE', 'revenue'),
  ('00000000-0000-7000-8000-000000000003', 'GATEWAY_CLEARING', 'gateway-clearing:midtrans'),
  ('00000000-0000-7000-8000-000000000004', 'PROMOTIONS', 'promotions'),
  ('00000000-0000-7000-8000-000000000005', 'ADJUSTMENTS', 'adjustments'),
  ('00000000-0000-7000-8000-000000000006', 'TAX', 'tax');

CREATE TABLE ledger_entries (
  id uuid PRIMARY KEY,
  idempotency_key text NOT NULL UNIQUE,
  description text NOT NULL,
  transaction_id uuid,
  order_id uuid,
  created_at timestamptz NOT NULL
);
CREATE INDEX ledger_entries_transaction ON ledger_entries (transaction_id);
CREATE INDEX ledger_entries_order ON ledger_entries (order_id);

-- Signed rupiah. An account's balance is the sum of its postings; the sum over all accounts is always zero.
CREATE TABLE ledger_postings (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  entry_id uuid NOT NULL REFERENCES ledger_entries,
  account_id uuid NOT NULL REFERENCES ledger_accounts,
  amount bigint NOT NULL CHECK (amount <> 0)
);
CREATE INDEX ledger_postings_entry ON ledger_postings (entry_id);
CREATE INDEX ledger_postings_account ON ledger_postings (account_id, id);

-- All legs of an entry come in one statement, so the balance can be checked per statement, for one entry or thousands.
CREATE FUNCTION check_ledger_balance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE broken record;
BEGIN
  SELECT p.entry_id, sum(p.amount) AS total, count(*) AS legs INTO broken
    FROM ledger_postings p WHERE p.entry_id IN (SELECT entry_id FROM fresh)
    GROUP BY p.entry_id HAVING sum(p.amount) <> 0 OR count(*) < 2 LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'ledger entry % does not balance: % over % legs', broken.entry_id, broken.total, broken.legs
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER balanced AFTER INSERT ON ledger_postings REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION check_ledger_balance();

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_postings FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;

const payments = `
CREATE TABLE transactions (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users,
  type text NOT NULL CHECK (type IN ('TOP_UP', 'SUBSCRIPTION', 'UPGRADE', 'REFUND', 'ADMIN_ADJUSTMENT')),
  status text NOT NULL CHECK (status IN ('PENDING', 'COMPLETED', 'FAILED', 'CANCELLED', 'REFUNDED')),
  direction text NOT NULL CHECK (direction IN ('IN', 'OUT')),
  amount bigint NOT NULL CHECK (amount > 0),
  balance_before bigint NOT NULL CHECK (balance_before >= 0),
  balance_after bigint NOT NULL CHECK (balance_after >= 0),
  payment_method text CHECK (payment_method IN ('MIDTRANS_BANK_TRANSFER', 'MIDTRANS_E_WALLET', 'MIDTRANS_CREDIT_CARD', 'MIDTRANS_QRIS', 'ADMIN_MANUAL', 'MANUAL_TRANSFER', 'TRIPAY')),
  payment_reference text,
  subscription_id uuid,
  order_id uuid,
  description text NOT NULL,
  metadata jsonb NOT NULL DEFAULT '{}',
  processed_by uuid REFERENCES users,
  admin_notes text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  completed_at timestamptz
);
CREATE INDEX transactions_user ON transactions (user_id, created_at DESC, id DESC);
CREATE INDEX transactions_order ON transactions (order_id);

-- One attempt to be paid through a gateway. The id is the gateway's order_id.
CREATE TABLE payments (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users,
  transaction_id uuid NOT NULL UNIQUE REFERENCES transactions,
  gateway text NOT NULL CHECK (gateway IN ('midtrans', 'tripay')),
  method text NOT NULL CHECK (method IN ('BANK_TRANSFER', 'E_WALLET', 'CREDIT_CARD', 'QRIS')),
  bank text,
  e_wallet text,
  amount bigint NOT NULL CHECK (amount > 0),
  status text NOT NULL CHECK (status IN ('PENDING', 'UNCERTAIN', 'PAID', 'FAILED', 'EXPIRED', 'CANCELLED')),
  failure text,
  snap_token text,
  redirect_url text,
  qr_string text,
  return_to text,
  -- While set and not past, somebody is opening it at the gateway.
  opening_until timestamptz,
  expires_at timestamptz NOT NULL,
  gateway_status text,
  gateway_transaction_id text,
  gateway_payment_type text,
  evidence jsonb,
  next_check_at timestamptz,
  check_count integer NOT NULL DEFAULT 0,
  paid_at timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CHECK (status <> 'PAID' OR (paid_at IS NOT NULL AND evidence IS NOT NULL))
);
CREATE INDEX payments_user_open ON payments (user_id) WHERE status IN ('PENDING', 'UNCERTAIN');
CREATE INDEX payments_due ON payments (next_check_at) WHERE next_check_at IS NOT NULL;

-- The inbox: every signed notification once, however often it is delivered.
CREATE TABLE gateway_events (
  id uuid PRIMARY KEY,
  gateway text NOT NULL,
  event_key text NOT NULL,
  payment_id uuid NOT NULL REFERENCES payments,
  raw_status text NOT NULL,
  payload jsonb NOT NULL,
  deliveries integer NOT NULL DEFAULT 1,
  received_at timestamptz NOT NULL,
  handled_at timestamptz,
  UNIQUE (gateway, event_key)
);
CREATE INDEX gateway_events_payment ON gateway_events (payment_id);
`;

const subscriptions = `
CREATE TABLE subscriptions (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users,
  service_id uuid NOT NULL REFERENCES services,
  plan_id uuid NOT NULL REFERENCES service_plans,
  status text NOT NULL CHECK (status IN ('ACTIVE', 'SUSPENDED', 'CANCELLED', 'EXPIRED', 'PENDING_UPGRADE', 'PENDING_PAYMENT')),
  billing_cycle text NOT NULL CHECK (billing_cycle IN ('MONTHLY', 'YEARLY')),
  price bigint NOT NULL CHECK (price >= 0),
  monthly_price bigint NOT NULL CHECK (monthly_price >= 0),
  start_date timestamptz NOT NULL,
  end_date timestamptz NOT NULL,
  last_billed timestamptz,
  next_billing timestamptz,
  last_charge_amount bigint CHECK (last_charge_amount >= 0),
  failed_charges integer NOT NULL DEFAULT 0,
  previous_plan_id uuid REFERENCES service_plans,
  upgrade_date timestamptz,
  downgrade_to uuid REFERENCES service_plans,
  auto_renew boolean NOT NULL DEFAULT true,
  grace_period_end timestamptz,
  end_reason text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CHECK (end_date > start_date)
);
CREATE UNIQUE INDEX subscriptions_one_live ON subscriptions (user_id, service_id)
  WHERE status IN ('ACTIVE', 'SUSPENDED', 'PENDING_UPGRADE', 'PENDING_PAYMENT');
CREATE INDEX subscriptions_user ON subscriptions (user_id, created_at DESC);
CREATE INDEX subscriptions_plan ON subscriptions (plan_id);
CREATE INDEX subscriptions_due ON subscriptions (next_billing) WHERE status = 'ACTIVE';

CREATE TABLE orders (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users,
  kind text NOT NULL CHECK (kind IN ('SUBSCRIBE', 'UPGRADE', 'RENEWAL')),
  status text NOT NULL CHECK (status IN ('PENDING_PAYMENT', 'PAID', 'PROVISIONING', 'ACTIVE', 'FAILED', 'CANCELED')),
  subscription_id uuid NOT NULL REFERENCES subscriptions,
  service_name text NOT NULL,
  plan_name text NOT NULL,
  plan_snapshot jsonb NOT NULL,
  subtotal bigint NOT NULL CHECK (subtotal >= 0),
  discount bigint NOT NULL DEFAULT 0 CHECK (discount BETWEEN 0 AND subtotal),
  total bigint NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CHECK (total = subtotal - discount)
);
CREATE INDEX orders_user ON orders (user_id, created_at DESC);
CREATE INDEX orders_subscription ON orders (subscription_id);

CREATE TABLE order_items (
  id uuid PRIMARY KEY,
  order_id uuid NOT NULL REFERENCES orders ON DELETE CASCADE,
  position integer NOT NULL,
  description text NOT NULL,
  quantity integer NOT NULL CHECK (quantity > 0),
  unit_price bigint NOT NULL,
  amount bigint NOT NULL,
  UNIQUE (order_id, position),
  CHECK (amount = unit_price * quantity)
);

-- One charge per subscription and period, whatever schedulers do.
CREATE TABLE billing_periods (
  subscription_id uuid NOT NULL REFERENCES subscriptions,
  k integer NOT NULL CHECK (k >= 0),
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  price bigint NOT NULL CHECK (price >= 0),
  order_id uuid REFERENCES orders,
  PRIMARY KEY (subscription_id, k),
  CHECK (ends_at > starts_at)
);

-- Money set aside for an order until it is known whether it started. Settled exactly once.
CREATE TABLE holds (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users,
  order_id uuid NOT NULL UNIQUE REFERENCES orders,
  transaction_id uuid NOT NULL REFERENCES transactions,
  amount bigint NOT NULL CHECK (amount > 0),
  status text NOT NULL CHECK (status IN ('HELD', 'CAPTURED', 'RETURNED')),
  created_at timestamptz NOT NULL,
  settled_at timestamptz,
  CHECK ((status = 'HELD') = (settled_at IS NULL))
);
CREATE INDEX holds_open ON holds (user_id) WHERE status = 'HELD';

-- Every change of every status, append-only; folding a subject's rows gives its current status.
CREATE TABLE status_history (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  subject text NOT NULL CHECK (subject IN ('order', 'subscription', 'instance', 'payment')),
  subject_id uuid NOT NULL,
  from_status text,
  to_status text NOT NULL,
  reason text,
  actor text NOT NULL,
  at timestamptz NOT NULL
);
CREATE INDEX status_history_subject ON status_history (subject_id, id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON status_history FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;

const instances = `
CREATE TABLE service_instances (
  id uuid PRIMARY KEY,
  subscription_id uuid NOT NULL REFERENCES subscriptions,
  name text NOT NULL,
  subdomain text NOT NULL CHECK (subdomain ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  namespace text NOT NULL,
  pod_name text,
  status text NOT NULL CHECK (status IN ('PENDING', 'PROVISIONING', 'RUNNING', 'STOPPED', 'ERROR', 'TERMINATED', 'MAINTENANCE', 'SUSPENDED')),
  -- Three wishes; it runs only when all three allow it.
  customer_wish text NOT NULL DEFAULT 'RUN' CHECK (customer_wish IN ('RUN', 'STOP')),
  billing_wish text NOT NULL DEFAULT 'RUN' CHECK (billing_wish IN ('RUN', 'STOP')),
  administrator_wish text NOT NULL DEFAULT 'RUN' CHECK (administrator_wish IN ('RUN', 'STOP')),
  health_status text NOT NULL DEFAULT 'unknown' CHECK (health_status IN ('healthy', 'unhealthy', 'unknown')),
  health_code text,
  health_reason text,
  health_since timestamptz,
  last_health_check timestamptz,
  env_vars text NOT NULL,
  secrets text NOT NULL,
  public_url text,
  -- host:port within the cluster, known once it runs.
  internal_address text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  last_started timestamptz,
  last_stopped timestamptz,
  -- Set once its objects are gone from the cluster: from then on its address is free for others.
  released_at timestamptz
);
CREATE UNIQUE INDEX service_instances_subdomain ON service_instances (subdomain) WHERE released_at IS NULL;
CREATE INDEX service_instances_subscription ON service_instances (subscription_id);
CREATE INDEX service_instances_status ON service_instances (status);

CREATE TABLE provisioning_tasks (
  id uuid PRIMARY KEY,
  instance_id uuid NOT NULL REFERENCES service_instances,
  order_id uuid NOT NULL REFERENCES orders,
  status text NOT NULL CHECK (status IN ('PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED')),
  deadline_at timestamptz,
  problem_code text,
  problem_message text,
  created_at timestamptz NOT NULL,
  started_at timestamptz,
  finished_at timestamptz,
  cleaned_at timestamptz,
  CHECK ((status IN ('SUCCEEDED', 'FAILED')) = (finished_at IS NOT NULL)),
  CHECK (status <> 'RUNNING' OR deadline_at IS NOT NULL)
);
CREATE UNIQUE INDEX provisioning_tasks_one_open ON provisioning_tasks (instance_id) WHERE status IN ('PENDING', 'RUNNING');
CREATE INDEX provisioning_tasks_instance ON provisioning_tasks (instance_id, created_at);
CREATE INDEX provisioning_tasks_unclean ON provisioning_tasks (finished_at) WHERE status = 'FAILED' AND cleaned_at IS NULL;

CREATE TABLE provisioning_steps (
  task_id uuid NOT NULL REFERENCES provisioning_tasks ON DELETE CASCADE,
  position integer NOT NULL,
  name text NOT NULL,
  status text NOT NULL CHECK (status IN ('WAITING', 'RUNNING', 'DONE', 'FAILED')),
  started_at timestamptz,
  finished_at timestamptz,
  PRIMARY KEY (task_id, position),
  UNIQUE (task_id, name)
);
`;

const plumbing = `
-- Work promised by a commit. A relay hands it to the queues at least once; claimed_until is a lease, not a flag.
CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  job text NOT NULL,
  payload jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  claimed_until timestamptz,
  sent_at timestamptz
);
CREATE INDEX outbox_unsent ON outbox (id) WHERE sent_at IS NULL;
CREATE INDEX outbox_sent ON outbox (sent_at) WHERE sent_at IS NOT NULL;

CREATE FUNCTION announce_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('outbox', '');
  RETURN NULL;
END $$;
CREATE TRIGGER announce AFTER INSERT ON outbox FOR EACH STATEMENT EXECUTE FUNCTION announce_outbox();

CREATE TABLE notifications (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users,
  kind text NOT NULL,
  -- One per event, whatever retries: e.g. INSTANCE_RUNNING:{instanceId}
  dedupe_key text NOT NULL UNIQUE,
  data jsonb NOT NULL DEFAULT '{}',
  link text,
  read_at timestamptz,
  mail_status text NOT NULL DEFAULT 'PENDING' CHECK (mail_status IN ('PENDING', 'SENT', 'FAILED')),
  mail_attempts integer NOT NULL DEFAULT 0,
  mail_next_at timestamptz,
  mail_error text,
  created_at timestamptz NOT NULL
);
CREATE INDEX notifications_user ON notifications (user_id, created_at DESC);
CREATE INDEX notifications_unread ON notifications (user_id) WHERE read_at IS NULL;
CREATE INDEX notifications_unsent ON notifications (mail_next_at) WHERE mail_status = 'PENDING';

CREATE TABLE idempotency_keys (
  user_id uuid NOT NULL REFERENCES users,
  key text NOT NULL,
  operation text NOT NULL,
  input_hash text NOT NULL,
  -- Where the effect is: the answer is built from the present state of what was made.
  result jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);
`;
