import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Money in by every door, and out again: several gateways, manual transfers, reversals, debts, checkouts, reconciliation. */
export class Payments1763900000000 implements MigrationInterface {
  name = 'Payments1763900000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [ledger, payments, checkouts, reversals, manual, gateways, reconciliation]) {
      await runner.query(statement);
    }
  }

  async down(): Promise<void> {
    throw new Error('Payments is not taken away: restore a backup instead.');
  }
}

const ledger = `
ALTER TABLE ledger_accounts DROP CONSTRAINT ledger_accounts_kind_check,
  ADD CONSTRAINT ledger_accounts_kind_check CHECK (kind IN
    ('WALLET', 'HELD', 'REVENUE', 'GATEWAY_CLEARING', 'PROMOTIONS', 'ADJUSTMENTS', 'TAX', 'RECEIVABLE', 'REFUNDS', 'FEES', 'BANK'));
-- A customer has a wallet, and a receivable once they owe something.
ALTER TABLE ledger_accounts DROP CONSTRAINT ledger_accounts_user_id_key, DROP CONSTRAINT ledger_accounts_check,
  ADD CHECK ((kind IN ('WALLET', 'RECEIVABLE')) = (user_id IS NOT NULL));
CREATE UNIQUE INDEX ledger_accounts_user ON ledger_accounts (user_id, kind) WHERE user_id IS NOT NULL;
INSERT INTO ledger_accounts (id, kind, name) VALUES
  ('00000000-0000-7000-8000-000000000007', 'GATEWAY_CLEARING', 'gateway-clearing:tripay'),
  ('00000000-0000-7000-8000-000000000008', 'GATEWAY_CLEARING', 'gateway-clearing:manual'),
  -- On its way back to a customer: out of the wallet, not yet out of the house.
  ('00000000-0000-7000-8000-000000000009', 'REFUNDS', 'refunds'),
  ('00000000-0000-7000-8000-00000000000a', 'FEES', 'gateway-fees'),
  -- What gateways have paid out to us, and what we have paid by bank.
  ('00000000-0000-7000-8000-00000000000b', 'BANK', 'bank');

-- What the customer owes because money was taken back that they had spent; later top-ups pay it first.
ALTER TABLE wallets
  ADD COLUMN receivable bigint NOT NULL DEFAULT 0 CHECK (receivable >= 0),
  ADD COLUMN receivable_account uuid UNIQUE REFERENCES ledger_accounts,
  ADD CHECK (receivable = 0 OR receivable_account IS NOT NULL);
CREATE INDEX wallets_owing ON wallets (user_id) WHERE receivable > 0;

ALTER TABLE transactions DROP CONSTRAINT transactions_type_check,
  ADD CONSTRAINT transactions_type_check CHECK (type IN
    ('TOP_UP', 'SUBSCRIPTION', 'UPGRADE', 'REFUND', 'ADMIN_ADJUSTMENT', 'REVERSAL', 'DEBT_PAYMENT'));
`;

const payments = `
ALTER TABLE payments
  DROP CONSTRAINT payments_gateway_check, DROP CONSTRAINT payments_method_check, DROP CONSTRAINT payments_status_check,
  ADD CONSTRAINT payments_gateway_check CHECK (gateway IN ('midtrans', 'tripay', 'manual')),
  ADD CONSTRAINT payments_method_check CHECK (method IN ('BANK_TRANSFER', 'E_WALLET', 'CREDIT_CARD', 'QRIS', 'MANUAL_TRANSFER')),
  ADD CONSTRAINT payments_status_check CHECK (status IN
    ('PENDING', 'UNCERTAIN', 'IN_REVIEW', 'PAID', 'PARTIALLY_REVERSED', 'REVERSED', 'FAILED', 'EXPIRED', 'CANCELLED')),
  -- How to pay, as the gateway gave it: account number, bill key, code, link.
  ADD COLUMN instructions jsonb,
  -- Tripay names payments itself; what it is asked by.
  ADD COLUMN gateway_reference text,
  -- Paid by card and held for fraud review since then: not money yet.
  ADD COLUMN challenged_at timestamptz,
  -- Taken back so far, of what was credited.
  ADD COLUMN reversed_amount bigint NOT NULL DEFAULT 0,
  -- Pays this order at once rather than staying in the wallet.
  ADD COLUMN order_id uuid REFERENCES orders,
  -- Something an operator should look at: PAID_AFTER_END, AMOUNT_DIFFERS, REVERSED_UNSEEN.
  ADD COLUMN flag text,
  ADD COLUMN cancel_requested_at timestamptz,
  ADD CHECK (reversed_amount BETWEEN 0 AND amount),
  ADD CHECK (status <> 'PARTIALLY_REVERSED' OR reversed_amount > 0),
  ADD CHECK (status <> 'REVERSED' OR reversed_amount = amount);
DROP INDEX payments_user_open;
CREATE INDEX payments_user_open ON payments (user_id) WHERE status IN ('PENDING', 'UNCERTAIN', 'IN_REVIEW');
CREATE UNIQUE INDEX payments_one_open_per_order ON payments (order_id) WHERE order_id IS NOT NULL AND status IN ('PENDING', 'UNCERTAIN', 'IN_REVIEW');
CREATE INDEX payments_order ON payments (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX payments_flagged ON payments (updated_at DESC) WHERE flag IS NOT NULL;
CREATE INDEX payments_created ON payments (created_at DESC, id DESC);
`;

const checkouts = `
CREATE UNIQUE INDEX orders_one_waiting ON orders (subscription_id) WHERE status = 'PENDING_PAYMENT';
CREATE INDEX subscriptions_unpaid ON subscriptions (plan_id) WHERE status = 'PENDING_PAYMENT';
-- Nothing falls due before it was ever paid.
ALTER TABLE subscriptions ADD CHECK (status <> 'PENDING_PAYMENT' OR (next_action_at IS NULL AND next_billing IS NULL));

-- A slot is kept only while somebody can still pay for it: no commit leaves an order waiting without an open payment.
CREATE FUNCTION refuse_unpayable_order() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE waiting uuid;
BEGIN
  IF TG_TABLE_NAME = 'orders' THEN waiting := NEW.id; ELSE waiting := OLD.order_id; END IF;
  IF EXISTS (SELECT FROM orders WHERE id = waiting AND status = 'PENDING_PAYMENT') AND NOT EXISTS (
    SELECT FROM payments WHERE order_id = waiting AND status IN ('PENDING', 'UNCERTAIN', 'IN_REVIEW')) THEN
    RAISE EXCEPTION 'order % waits for a payment that nobody can make', waiting USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER payable AFTER INSERT OR UPDATE OF status ON orders DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status = 'PENDING_PAYMENT') EXECUTE FUNCTION refuse_unpayable_order();
CREATE CONSTRAINT TRIGGER payable AFTER UPDATE OF status, order_id ON payments DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (OLD.order_id IS NOT NULL) EXECUTE FUNCTION refuse_unpayable_order();
`;

const reversals = `
-- Money that went back, or is to: a refund we asked for, or something the gateway or a bank did.
CREATE TABLE payment_reversals (
  id uuid PRIMARY KEY,
  payment_id uuid NOT NULL REFERENCES payments,
  kind text NOT NULL CHECK (kind IN ('REFUND', 'CHARGEBACK', 'DENIAL')),
  -- The gateway's name for it: told twice, booked once.
  key text NOT NULL,
  amount bigint NOT NULL CHECK (amount > 0),
  -- What was in the wallet, and what the customer owes since.
  taken bigint NOT NULL DEFAULT 0 CHECK (taken >= 0),
  owed bigint NOT NULL DEFAULT 0 CHECK (owed >= 0),
  status text NOT NULL CHECK (status IN ('REQUESTED', 'DONE', 'FAILED')),
  -- SOURCE: by the gateway, to where it came from. BANK_ACCOUNT: by hand. NONE: nobody asked us.
  channel text NOT NULL CHECK (channel IN ('SOURCE', 'BANK_ACCOUNT', 'NONE')),
  -- Sealed: bank, number and holder.
  bank_account text,
  reason text,
  requested_by uuid REFERENCES users,
  transaction_id uuid REFERENCES transactions,
  evidence jsonb,
  problem text,
  next_try_at timestamptz,
  created_at timestamptz NOT NULL,
  done_at timestamptz,
  UNIQUE (payment_id, key),
  CHECK (status = 'FAILED' OR taken + owed = amount)
);
CREATE INDEX payment_reversals_due ON payment_reversals (next_try_at) WHERE next_try_at IS NOT NULL;
`;

const manual = `
-- Two open transfers of one amount could not be told apart on the bank's statement.
CREATE UNIQUE INDEX payments_manual_amount ON payments (amount) WHERE gateway = 'manual' AND status IN ('PENDING', 'IN_REVIEW');
CREATE INDEX payments_manual_lately ON payments (amount, created_at) WHERE gateway = 'manual';

CREATE TABLE payment_proofs (
  id uuid PRIMARY KEY,
  payment_id uuid NOT NULL REFERENCES payments,
  content bytea NOT NULL CHECK (octet_length(content) BETWEEN 1 AND 5242880),
  -- As found by looking at the content, never as claimed.
  content_type text NOT NULL CHECK (content_type IN ('image/jpeg', 'image/png', 'image/webp', 'application/pdf')),
  sha256 text NOT NULL,
  file_name text NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX payment_proofs_payment ON payment_proofs (payment_id, created_at);
ALTER TABLE payments
  ADD COLUMN reviewed_by uuid REFERENCES users,
  ADD COLUMN reviewed_at timestamptz,
  ADD COLUMN review_note text;
`;

const gateways = `
-- Told and not asked about: should its job be lost, the sweep finds it here.
CREATE INDEX gateway_events_unhandled ON gateway_events (received_at) WHERE handled_at IS NULL;

-- Which gateway takes a way to pay, in which order; no row: the built-in order.
CREATE TABLE payment_routes (
  method text NOT NULL CHECK (method IN ('BANK_TRANSFER', 'E_WALLET', 'CREDIT_CARD', 'QRIS', 'MANUAL_TRANSFER')),
  gateway text NOT NULL CHECK (gateway IN ('midtrans', 'tripay', 'manual')),
  position integer NOT NULL CHECK (position >= 0),
  is_enabled boolean NOT NULL DEFAULT true,
  PRIMARY KEY (method, gateway)
);

-- A gateway that does not answer is not offered until it does.
CREATE TABLE gateway_health (
  gateway text PRIMARY KEY,
  failures integer NOT NULL DEFAULT 0,
  down_since timestamptz,
  last_error text,
  checked_at timestamptz NOT NULL
);
`;

const reconciliation = `
CREATE TABLE settlement_imports (
  id uuid PRIMARY KEY,
  gateway text NOT NULL CHECK (gateway IN ('midtrans', 'tripay')),
  source text NOT NULL CHECK (source IN ('FILE', 'API')),
  file_name text,
  sha256 text NOT NULL,
  -- Jakarta days it tells of.
  first_day date NOT NULL,
  last_day date NOT NULL,
  -- As the list has them, those that an earlier list had included.
  lines integer NOT NULL,
  gross bigint NOT NULL,
  fees bigint NOT NULL,
  imported_by uuid REFERENCES users,
  created_at timestamptz NOT NULL,
  -- The same list twice is one import.
  UNIQUE (gateway, sha256),
  CHECK (first_day <= last_day)
);
CREATE INDEX settlement_imports_newest ON settlement_imports (created_at DESC, id DESC);

-- Money that the gateway says it paid out to us, or took back: booked as such when it is imported.
CREATE TABLE settlement_lines (
  import_id uuid NOT NULL REFERENCES settlement_imports,
  -- Where it stands in the list, from 1.
  line integer NOT NULL,
  gateway text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('PAYMENT', 'REFUND', 'CHARGEBACK')),
  order_id text NOT NULL,
  gateway_transaction_id text,
  gross bigint NOT NULL,
  fee bigint NOT NULL CHECK (fee >= 0),
  net bigint NOT NULL,
  settled_at timestamptz NOT NULL,
  -- The n-th line like this in one list: lists overlap, and what an earlier one had is not new.
  occurrence integer NOT NULL,
  payment_id uuid REFERENCES payments,
  -- What of ours this line settles; each is settled once.
  settles_payment uuid UNIQUE REFERENCES payments,
  settles_reversal uuid UNIQUE REFERENCES payment_reversals,
  PRIMARY KEY (import_id, line),
  UNIQUE NULLS NOT DISTINCT (gateway, kind, order_id, gateway_transaction_id, gross, fee, settled_at, occurrence),
  CHECK (net = gross - fee),
  CHECK (gross <> 0 AND (kind = 'PAYMENT') = (gross > 0)),
  CHECK (settles_payment IS NULL OR (settles_payment = payment_id AND kind = 'PAYMENT')),
  CHECK (settles_reversal IS NULL OR (payment_id IS NOT NULL AND kind <> 'PAYMENT'))
);
CREATE INDEX settlement_lines_payment ON settlement_lines (payment_id);
CREATE INDEX settlement_lines_loose ON settlement_lines (gateway) WHERE settles_payment IS NULL AND settles_reversal IS NULL;

-- What did not match, until an administrator has said what it was.
CREATE TABLE reconciliation_differences (
  id uuid PRIMARY KEY,
  import_id uuid NOT NULL REFERENCES settlement_imports,
  line integer,
  payment_id uuid REFERENCES payments,
  reversal_id uuid REFERENCES payment_reversals,
  kind text NOT NULL CHECK (kind IN ('MISSING_HERE', 'MISSING_THERE', 'AMOUNT_DIFFERS', 'TWICE_THERE', 'NOT_CREDITED')),
  -- Signed rupiah in our books and in the list; null: nothing.
  ours bigint,
  theirs bigint,
  status text NOT NULL CHECK (status IN ('OPEN', 'RESOLVED')),
  resolution text CHECK (resolution IN ('CREDIT', 'WRITE_OFF', 'EXPLAINED', 'LATER')),
  -- Rupiah that its resolution moved to the gateway's clearing account.
  booked bigint NOT NULL DEFAULT 0,
  reason text,
  -- Null: it passed by itself.
  resolved_by uuid REFERENCES users,
  resolved_at timestamptz,
  created_at timestamptz NOT NULL,
  FOREIGN KEY (import_id, line) REFERENCES settlement_lines (import_id, line),
  CHECK ((kind = 'MISSING_THERE') = (line IS NULL)),
  CHECK (status <> 'OPEN' OR booked = 0),
  CHECK ((status = 'RESOLVED') = (resolved_at IS NOT NULL AND resolution IS NOT NULL AND reason IS NOT NULL))
);
CREATE INDEX reconciliation_differences_newest ON reconciliation_differences (created_at DESC, id DESC);
CREATE INDEX reconciliation_differences_open ON reconciliation_differences (created_at DESC, id DESC) WHERE status = 'OPEN';
CREATE INDEX reconciliation_differences_import ON reconciliation_differences (import_id);
CREATE INDEX reconciliation_differences_payment ON reconciliation_differences (payment_id);
CREATE UNIQUE INDEX reconciliation_differences_once ON reconciliation_differences (import_id, line, kind) WHERE line IS NOT NULL;
CREATE UNIQUE INDEX reconciliation_differences_missing_once ON reconciliation_differences (payment_id, coalesce(reversal_id, payment_id))
  WHERE kind = 'MISSING_THERE' AND status = 'OPEN';
`;
