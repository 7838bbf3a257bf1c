import { ACCOUNTS } from '../ledger/accounts.js';
import type { Corruption } from './corruption.test-fixture.js';
import type { LivedIn } from './lived-in.test-fixture.js';

const posted = (key: string, legs: string) =>
  `WITH e AS (INSERT INTO ledger_entries (id, idempotency_key, description, created_at) VALUES (gen_random_uuid(), '${key}', 'by hand', now()) RETURNING id)
   INSERT INTO ledger_postings (entry_id, account_id, amount) SELECT e.id, leg.account::uuid, leg.amount FROM e, (VALUES ${legs}) AS leg(account, amount)`;

/** What a hand with the database's password can do to ledger, wallets, payments and invoices. */
export function moneyCorruptions(world: LivedIn): Corruption[] {
  return [
    [
      'a balance raised by a rupiah',
      [`UPDATE wallets SET balance = balance + 1 WHERE user_id = '${world.renewed.userId}'`],
      'a wallet differs from its postings',
    ],
    [
      'a balance below zero, in wallet and ledger alike',
      [
        posted('hand', `('${world.renewed.userId}', -900000), ('${ACCOUNTS.adjustments}', 900000)`),
        `UPDATE wallets SET balance = balance - 900000 WHERE user_id = '${world.renewed.userId}'`,
      ],
      'a balance is below zero',
    ],
    ['an entry of one leg', [posted('hand', `('${ACCOUNTS.adjustments}', 5)`)], 'an entry does not balance'],
    [
      'money from nowhere',
      [posted('hand', `('${ACCOUNTS.adjustments}', 5)`)],
      'the accounts do not sum to zero',
    ],
    [
      'an entry taken out with its wallet corrected',
      [
        `UPDATE wallets SET balance = balance + 50000 WHERE user_id = '${world.renewed.userId}'`,
        `DELETE FROM ledger_postings WHERE entry_id = (SELECT id FROM ledger_entries WHERE idempotency_key = 'renew:${world.renewed.subscriptionId}:1')`,
        `DELETE FROM ledger_entries WHERE idempotency_key = 'renew:${world.renewed.subscriptionId}:1'`,
      ],
      'a balance was not what its transaction says',
    ],
    [
      'an entry whose head is gone',
      [`DELETE FROM ledger_entries WHERE idempotency_key = 'renew:${world.renewed.subscriptionId}:1'`],
      'a posting hangs in the air',
    ],
    [
      'the ledger made writable',
      ['ALTER TABLE ledger_postings DISABLE TRIGGER append_only'],
      'postings can be rewritten',
    ],
    [
      'one key posted twice',
      [
        'ALTER TABLE ledger_entries DROP CONSTRAINT ledger_entries_idempotency_key_key',
        posted('twice', `('${ACCOUNTS.adjustments}', 5), ('${ACCOUNTS.held}', -5)`),
        posted('twice', `('${ACCOUNTS.adjustments}', -5), ('${ACCOUNTS.held}', 5)`),
      ],
      'a key had more than one effect',
    ],
    [
      'held money without a hold',
      [posted('hand', `('${ACCOUNTS.adjustments}', -5), ('${ACCOUNTS.held}', 5)`)],
      'held money differs from open holds',
    ],
    [
      'a transaction over another amount',
      [
        `UPDATE transactions SET amount = amount + 1 WHERE user_id = '${world.renewed.userId}' AND type = 'SUBSCRIPTION'`,
      ],
      'a transaction differs from its postings',
    ],
    [
      'a total spent that is wrong',
      [`UPDATE wallets SET total_spent = total_spent + 1 WHERE user_id = '${world.renewed.userId}'`],
      'totals differ from the transactions',
    ],
    [
      'a wallet without an account',
      [`DELETE FROM ledger_accounts WHERE user_id = '${world.renewed.userId}'`],
      'a wallet has no account',
    ],
    [
      'a top-up credited that was never paid',
      [`UPDATE payments SET status = 'FAILED' WHERE user_id = '${world.returned.userId}'`],
      'a top-up was credited other than once with its amount',
    ],
    ['a payment without evidence', [`UPDATE payments SET evidence = NULL`], 'a credit has no evidence'],
    [
      'a late pending that undid PAID',
      [
        `INSERT INTO status_history (subject, subject_id, from_status, to_status, actor, at) SELECT 'payment', id, 'PAID', 'PENDING', 'gateway', now() FROM payments`,
      ],
      'a payment moved as none may',
    ],
    [
      'a payment open for ever',
      [
        `UPDATE payments SET status = 'PENDING', next_check_at = now(), expires_at = now() - interval '400 days'`,
      ],
      'a payment is open past its end',
    ],
    [
      'a payment that nothing looks at again',
      [`UPDATE payments SET status = 'PENDING', next_check_at = NULL, expires_at = now() + interval '1 day'`],
      'a payment waits without a next look',
    ],
    [
      'money held without an alert',
      [`UPDATE payments SET status = 'IN_REVIEW', flag = NULL WHERE gateway = 'midtrans'`],
      'a payment waits without a next look',
    ],
    [
      'an invoice over another amount',
      [`UPDATE invoices SET total = total + 1 WHERE number = 1`],
      'an invoice does not add up',
    ],
    ['a missing invoice number', [`DELETE FROM invoices WHERE number = 2`], 'invoice numbers have a gap'],
    [
      'an order without its invoice',
      [`DELETE FROM invoices WHERE number = 2`],
      'an invoice differs from its order',
    ],
    [
      'a credit note over more than the invoice',
      [`UPDATE invoices SET total = total * 50, subtotal = subtotal * 50 WHERE kind = 'CREDIT_NOTE'`],
      'more was credited than invoiced',
    ],
    [
      'revenue that no invoice shows',
      [posted('hand', `('${ACCOUNTS.revenue}', 5), ('${ACCOUNTS.adjustments}', -5)`)],
      'revenue differs from the invoices',
    ],
    [
      'a balance before that is wrong',
      [
        `UPDATE transactions SET balance_before = balance_before + 1 WHERE user_id = '${world.renewed.userId}'`,
      ],
      'a transaction cannot be added up',
    ],
  ];
}
