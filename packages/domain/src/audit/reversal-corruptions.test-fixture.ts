import { ACCOUNTS } from '../ledger/accounts.js';
import type { Corruption } from './corruption.test-fixture.js';
import type { LivedIn } from './lived-in.test-fixture.js';

const DEBT = '00000000-0000-7000-8000-00000000debd';

const entry = (key: string, ...legs: [account: string, amount: number][]) =>
  `WITH e AS (INSERT INTO ledger_entries (id, idempotency_key, description, created_at) VALUES (gen_random_uuid(), '${key}', 'by hand', now()) RETURNING id)
   INSERT INTO ledger_postings (entry_id, account_id, amount) SELECT e.id, leg.account::uuid, leg.amount FROM e,
     (VALUES ${legs.map(([account, amount]) => `('${account}', ${amount})`).join(', ')}) AS leg(account, amount)`;

/** What a hand with the database's password can do to what went back, is owed, was told or was proved. */
export function reversalCorruptions({ returned: { userId } }: LivedIn): Corruption[] {
  const paid = `SELECT * FROM payments WHERE user_id = '${userId}'`;
  const reversal = (status: string, amount: string, createdAt = 'now()') =>
    `INSERT INTO payment_reversals (id, payment_id, kind, key, amount, taken, status, channel, created_at)
     SELECT gen_random_uuid(), id, 'REFUND', 'by hand', ${amount}, ${amount}, '${status}', 'SOURCE', ${createdAt} FROM (${paid}) p`;
  const reversed = (amount: string) =>
    `UPDATE payments SET reversed_amount = ${amount} WHERE user_id = '${userId}'`;
  return [
    [
      'a debt forgiven in the wallet alone',
      [`UPDATE wallets SET receivable = receivable + 1 WHERE user_id = '${userId}'`],
      'a debt differs from its postings',
    ],
    [
      'more refunded than was paid',
      [reversal('DONE', 'amount + 1'), reversed('amount + 1')],
      'more went back than had come',
    ],
    [
      'a refund of what was never paid',
      [`UPDATE payments SET paid_at = NULL WHERE user_id = '${userId}'`, reversal('DONE', '5')],
      'more went back than had come',
    ],
    [
      'a sum gone back that no reversal shows',
      [reversed('5')],
      'a payment says another sum went back than its reversals',
    ],
    [
      'a refund done of which the status says nothing',
      [reversal('DONE', '5'), reversed('5')],
      'a payment says another sum went back than its reversals',
    ],
    [
      'a refund that took nothing',
      [reversal('DONE', '5'), reversed('5')],
      'a reversal differs from its postings',
    ],
    [
      'more taken by the gateway than it had',
      [reversal('DONE', 'amount + 1'), `UPDATE payment_reversals SET excess = amount`],
      'more went back than had come',
    ],
    [
      'a debt of a reversal that no account knows',
      [reversal('DONE', '5'), reversed('5'), `UPDATE payment_reversals SET taken = 0, owed = 5`],
      'what a reversal left owing differs from its postings',
    ],
    [
      'a flag taken away by hand from what was paid out twice',
      [reversal('DONE', '5'), `UPDATE payment_reversals SET excess = 5`],
      'it was paid out twice and no administrator was called',
    ],
    [
      'refunded by bank, then charged back, unseen',
      [
        reversal('DONE', 'amount'),
        reversed('amount'),
        `UPDATE payment_reversals SET channel = 'BANK_ACCOUNT'`,
        `UPDATE payments SET status = 'REVERSED', gateway_status = 'chargeback' WHERE user_id = '${userId}'`,
      ],
      'a gateway took money back and the books do not know',
    ],
    [
      'money come back past the debt',
      [
        `INSERT INTO ledger_accounts (id, kind, name, user_id) VALUES ('${DEBT}', 'RECEIVABLE', 'receivable by hand', '${userId}')`,
        `UPDATE wallets SET receivable = 100, receivable_account = '${DEBT}' WHERE user_id = '${userId}'`,
        entry('reversal:by-hand', [DEBT, -100], [ACCOUNTS.adjustments, 100]),
        entry('return:by-hand', [userId, 30], [ACCOUNTS.held, -30]),
      ],
      'money came in and did not pay the debt first',
    ],
    [
      'a refund asked for and never set aside',
      [reversal('REQUESTED', '5'), reversed('5')],
      'money on its way back differs from the refunds that were asked for',
    ],
    [
      'money set aside for a refund that nobody asked for',
      [entry('hand', [ACCOUNTS.refunds, 5], [ACCOUNTS.adjustments, -5])],
      'money on its way back differs from the refunds that were asked for',
    ],
    [
      'a refund that nobody sends',
      [reversal('REQUESTED', '5', `now() - interval '400 days'`)],
      'a refund is on its way for days',
    ],
    [
      'a notification left lying',
      [
        `INSERT INTO gateway_events (id, gateway, event_key, payment_id, raw_status, payload, received_at, last_received_at, next_ask_at)
         SELECT gen_random_uuid(), 'midtrans', 'by hand', id, 'deny', '{}', old, old, old FROM (SELECT now() - interval '400 days' AS old) t, (${paid}) p`,
      ],
      'a notification was not looked into',
    ],
    [
      'a proof taken away',
      [`UPDATE payments SET status = 'IN_REVIEW', gateway = 'manual' WHERE user_id = '${userId}'`],
      'a transfer is under review without a proof',
    ],
  ];
}
