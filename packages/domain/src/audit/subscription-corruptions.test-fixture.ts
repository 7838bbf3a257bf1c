import { type Corruption, firstOrder } from './corruption.test-fixture.js';
import { type LivedIn, RETURNED_AT } from './lived-in.test-fixture.js';

/** What it can do to periods, slots, orders, dunning, history and promises. */
export function subscriptionCorruptions(world: LivedIn): Corruption[] {
  return [
    [
      'a year charged before the first start, of which only the month came back',
      [`UPDATE subscriptions SET first_running_at = NULL WHERE id = '${world.upgraded.subscriptionId}'`],
      'charged for what never ran',
    ],
    [
      'the held price of a start that failed, kept',
      [
        `DELETE FROM ledger_postings WHERE entry_id IN (SELECT e.id FROM ledger_entries e JOIN orders o ON o.id = e.order_id
           WHERE o.status = 'FAILED' AND e.idempotency_key = 'return:' || o.id)`,
      ],
      'charged for what never ran',
    ],
    [
      'a renewal order without a period',
      [
        `UPDATE billing_periods SET order_id = NULL WHERE subscription_id = '${world.renewed.subscriptionId}' AND k = 1`,
      ],
      'a period has more than one charge, or none',
    ],
    [
      'two periods paid by one order',
      [
        `UPDATE billing_periods SET order_id = ${firstOrder(world.renewed.userId, 'RENEWAL')} WHERE subscription_id = '${world.renewed.subscriptionId}' AND k = 2`,
      ],
      'a period has more than one charge, or none',
    ],
    [
      'an order that was charged less than it says',
      [
        `UPDATE orders SET total = total + 5, subtotal = subtotal + 5 WHERE id = ${firstOrder(world.renewed.userId, 'RENEWAL')}`,
      ],
      'an order was charged other than its total',
    ],
    [
      'a price lowered after the charge',
      [`UPDATE subscriptions SET price = price - 1 WHERE id = '${world.renewed.subscriptionId}'`],
      'a period was charged at another price',
    ],
    [
      'periods that overlap',
      [
        `UPDATE billing_periods SET starts_at = starts_at - interval '1 day' WHERE subscription_id = '${world.renewed.subscriptionId}' AND k = 2`,
      ],
      'periods overlap',
    ],
    [
      'a period that drifted by a second',
      [
        `UPDATE billing_periods SET ends_at = ends_at + interval '1 second' WHERE subscription_id = '${world.renewed.subscriptionId}' AND k = 2`,
      ],
      'a period drifted from its anchor',
    ],
    [
      'a gap that nobody was suspended in',
      [
        `UPDATE billing_periods SET ends_at = ends_at - interval '1 day' WHERE subscription_id = '${world.renewed.subscriptionId}' AND k = 1`,
      ],
      'a gap between periods without a suspension',
    ],
    [
      'a due date moved by hand',
      [
        `UPDATE subscriptions SET end_date = end_date + interval '1 month' WHERE id = '${world.renewed.subscriptionId}'`,
      ],
      'a subscription is not where its last period is',
    ],
    [
      'a charge after the end',
      [
        `INSERT INTO orders SELECT gen_random_uuid(), user_id, 'RENEWAL', 'ACTIVE', subscription_id, service_name, plan_name, plan_snapshot, 0, 0, 0, now(), now() FROM orders WHERE subscription_id = '${world.expired.subscriptionId}' LIMIT 1`,
      ],
      'something was charged after the end or while suspended',
    ],
    [
      'more counted as paid than was',
      [
        `UPDATE billing_periods SET segment_paid = 9000000 WHERE subscription_id = '${world.renewed.subscriptionId}' AND k = 1`,
      ],
      'more would be given back than was paid',
    ],
    [
      'a refund made larger than the payments',
      [`UPDATE transactions SET amount = amount * 100 WHERE type = 'REFUND'`],
      'more was given back than was paid',
    ],
    [
      'a slot lost',
      [`UPDATE service_plans SET used_quota = used_quota - 1 WHERE id = '${world.planIds[0]}'`],
      'used slots differ from live subscriptions',
    ],
    [
      'a slot kept for nobody',
      [`UPDATE service_plans SET kept_quota = 1 WHERE id = '${world.planIds[0]}'`],
      'kept slots differ from open offers',
    ],
    [
      'an oversold plan',
      [`UPDATE service_plans SET total_quota = 0 WHERE id = '${world.planIds[0]}'`],
      'more slots are taken than there are',
    ],
    [
      'one service twice',
      [
        'DROP INDEX subscriptions_one_live',
        `UPDATE subscriptions SET user_id = '${world.renewed.userId}' WHERE id = '${world.returned.subscriptionId}'`,
      ],
      'somebody has a service twice',
    ],
    [
      'a hold back in the air',
      [
        `UPDATE holds SET status = 'HELD', settled_at = NULL WHERE order_id = ${firstOrder(world.renewed.userId, 'SUBSCRIBE')}`,
      ],
      'money and outcome of an order disagree',
    ],
    [
      'a hold returned that was captured',
      [
        `UPDATE holds SET status = 'RETURNED' WHERE order_id = ${firstOrder(world.renewed.userId, 'SUBSCRIBE')}`,
      ],
      'a hold was settled other than once',
    ],
    [
      'an order stuck halfway',
      [
        `UPDATE orders SET status = 'PROVISIONING' WHERE id = ${firstOrder(world.renewed.userId, 'SUBSCRIBE')}`,
      ],
      'an order is pending past its deadline',
    ],
    [
      'a slot kept for an order that nobody can pay',
      [
        `UPDATE orders SET status = 'PENDING_PAYMENT' WHERE id = ${firstOrder(world.renewed.userId, 'SUBSCRIBE')}`,
      ],
      'an order waits for a payment that nobody can make',
    ],
    [
      'a slot kept for an order beyond its time',
      [
        `UPDATE orders SET status = 'PENDING_PAYMENT', pay_by = created_at + interval '30 minutes' WHERE id = ${firstOrder(world.renewed.userId, 'SUBSCRIBE')}`,
      ],
      'an unpaid order is kept past its time',
    ],
    [
      'an upgrade that nobody works on',
      [
        `UPDATE subscriptions SET status = 'PENDING_UPGRADE', pending_plan_id = '${world.planIds[1]}' WHERE id = '${world.renewed.subscriptionId}'`,
      ],
      'an upgrade is neither under way nor over',
    ],
    [
      'an item that costs more',
      [`UPDATE order_items SET amount = amount + 1, unit_price = unit_price + 1`],
      'an order differs from its items',
    ],
    [
      'a second reminder on a day',
      [
        `INSERT INTO notifications (id, user_id, kind, dedupe_key, link, created_at)
           SELECT gen_random_uuid(), user_id, kind, dedupe_key || ':again', link, created_at FROM notifications WHERE kind = 'PAYMENT_DUE' LIMIT 1`,
      ],
      'more than one reminder or try on a day',
    ],
    [
      'a suspension before its time',
      [
        `UPDATE subscriptions SET status = 'SUSPENDED', suspended_by = 'BILLING', suspended_at = now(), grace_period_end = now() + interval '1 day' WHERE id = '${world.renewed.subscriptionId}'`,
      ],
      'suspended before grace was over',
    ],
    [
      'a subscription that billing forgot',
      [`UPDATE subscriptions SET next_action_at = NULL WHERE id = '${world.renewed.subscriptionId}'`],
      'billing has not looked at it',
    ],
    [
      'a return without a period',
      [
        `DELETE FROM billing_periods WHERE subscription_id = '${world.returned.subscriptionId}' AND starts_at = '${RETURNED_AT.toISOString()}'`,
      ],
      'came back without one fresh period',
    ],
    [
      'an app stopped though paid',
      [`UPDATE service_instances SET billing_wish = 'STOP' WHERE id = '${world.renewed.instanceId}'`],
      'it runs unpaid, or is stopped though paid',
    ],
    [
      'a suspended service whose owner has the money',
      [
        `UPDATE subscriptions SET status = 'SUSPENDED', suspended_by = 'BILLING', updated_at = '${RETURNED_AT.toISOString()}' WHERE id = '${world.returned.subscriptionId}'`,
        `UPDATE wallets SET balance = 1000000, updated_at = '${RETURNED_AT.toISOString()}' WHERE user_id = '${world.returned.userId}'`,
      ],
      'unpaid though its owner has the money',
    ],
    [
      'an app that runs after its end',
      [
        `UPDATE service_instances SET status = 'RUNNING', released_at = NULL WHERE id = '${world.expired.instanceId}'`,
      ],
      'it runs unpaid, or is stopped though paid',
    ],
    [
      'a status changed without history',
      [`UPDATE subscriptions SET status = 'ACTIVE' WHERE id = '${world.expired.subscriptionId}'`],
      'history does not fold to the current status',
    ],
    [
      'a history with a step taken out',
      [
        `DELETE FROM status_history WHERE subject_id = '${world.expired.subscriptionId}' AND to_status = 'SUSPENDED'`,
      ],
      'a status moved as none may',
    ],
    ['a promise forgotten', [`UPDATE outbox SET sent_at = NULL`], 'a promised job was not handed over'],
    [
      'a mail never sent',
      [`UPDATE notifications SET mail_status = 'PENDING', mail_next_at = created_at`],
      'a mail was not sent',
    ],
    [
      'an instance left in the cluster',
      [`UPDATE service_instances SET released_at = NULL WHERE id = '${world.expired.instanceId}'`],
      'an instance does not become what is wished',
    ],
    [
      'a limit lowered under those who use it',
      [`UPDATE service_plans SET max_instances_per_user = 0 WHERE id = '${world.planIds[0]}'`],
      'more instances than the plan allows',
    ],
    [
      'a first instance that nobody paid for',
      [`UPDATE provisioning_tasks SET order_id = NULL WHERE instance_id = '${world.renewed.instanceId}'`],
      'an instance came without its order, or with one that is not its own',
    ],
    [
      'a running instance taken for removed',
      [`UPDATE service_instances SET released_at = now() WHERE id = '${world.renewed.instanceId}'`],
      'a living instance is out of the cluster',
    ],
    [
      'an ended instance put in the bin',
      [`UPDATE service_instances SET deletion_due_at = now() WHERE id = '${world.expired.instanceId}'`],
      'an ended instance is in the bin',
    ],
    [
      'a bin that nobody empties',
      [
        `UPDATE service_instances SET deletion_due_at = '2026-02-02' WHERE id = '${world.renewed.instanceId}'`,
      ],
      'the bin was not emptied',
    ],
    [
      "another service's version",
      [`UPDATE service_versions SET service_id = gen_random_uuid()`],
      'an instance runs a version of another service',
    ],
    [
      'an offer without an end',
      [`UPDATE waitlist_entries SET status = 'OFFERED', offered_until = '2026-02-02'`],
      'an offered slot is kept past its time',
    ],
  ];
}
