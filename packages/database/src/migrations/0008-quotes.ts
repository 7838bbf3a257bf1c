import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was promised is kept as it was promised: how long an order waits, and what the next period costs. */
export class Quotes1764300000000 implements MigrationInterface {
  name = 'Quotes1764300000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [unpaidOrders, prices]) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Quotes is not taken away: restore a backup instead.');
  }
}

const unpaidOrders = `
-- An order waits for its payment until then and no longer, whatever payments are opened for it.
ALTER TABLE orders ADD COLUMN pay_by timestamptz,
  -- The network that it was placed from: an IPv4 address or an IPv6 /64. Null: not known, or one that says nothing.
  ADD COLUMN placed_from cidr;
UPDATE orders SET pay_by = created_at + interval '30 minutes' WHERE status = 'PENDING_PAYMENT';
ALTER TABLE orders ADD CONSTRAINT orders_wait_at_most CHECK (
  (status <> 'PENDING_PAYMENT' OR pay_by IS NOT NULL) AND pay_by <= created_at + interval '30 minutes');
CREATE INDEX orders_unpaid ON orders (pay_by) WHERE status = 'PENDING_PAYMENT';
CREATE INDEX orders_placed_from ON orders (placed_from, created_at) WHERE placed_from IS NOT NULL;
`;

const prices = `
-- A quote without the price of later periods cannot be kept whole; none lives longer than a quarter of an hour.
DELETE FROM upgrade_quotes;
ALTER TABLE upgrade_quotes ADD COLUMN recurring bigint NOT NULL CHECK (recurring >= 0);

-- The price of the next period as it was when its plan or cycle was chosen, and of the plan that an upgrade is bringing.
ALTER TABLE subscriptions
  ADD COLUMN next_price bigint CHECK (next_price >= 0),
  ADD COLUMN pending_price bigint CHECK (pending_price >= 0);
UPDATE subscriptions s SET next_price = coalesce(
    CASE coalesce(s.next_cycle, s.billing_cycle) WHEN 'MONTHLY' THEN p.monthly_price ELSE p.yearly_price END, s.price)
  FROM service_plans p
 WHERE p.id = coalesce(s.downgrade_to, s.plan_id) AND (s.downgrade_to IS NOT NULL OR s.next_cycle IS NOT NULL);
UPDATE subscriptions s SET pending_price = (o.plan_snapshot->>'recurring')::bigint
  FROM orders o
 WHERE s.status = 'PENDING_UPGRADE' AND o.subscription_id = s.id AND o.kind = 'UPGRADE' AND o.status IN ('PAID', 'PROVISIONING');
ALTER TABLE subscriptions ADD CONSTRAINT subscriptions_planned_at_a_price CHECK (
  (downgrade_to IS NULL AND next_cycle IS NULL) OR next_price IS NOT NULL);
`;
