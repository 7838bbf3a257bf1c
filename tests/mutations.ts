/**
 * Faults that once were in the product, each with the tests that found it again: taking the mending away must turn them
 * red. `npm run mutations` tries all of them, the suite those of the three kinds that cost customers most.
 */
export interface Mutation {
  /** What is wrong then. */
  fault: string;
  file: string;
  /** Texts of that file, each with what stands there instead. Each must occur. */
  edits: [from: string, to: string][];
  /** The file of tests that must fail, and of them those whose title contains `title`. */
  tests: string;
  title: string;
  project?: 'pure' | 'integration';
  /** Tried by every run of the suite. */
  isTriedAlways?: true;
}

export const MUTATIONS: Mutation[] = [
  {
    fault: 'one row that fails stops the whole pass',
    file: 'packages/domain/src/sweep/each-alone.ts',
    edits: [
      ['const passes = isPassing(error);', 'if (error) throw error;\n      const passes = isPassing(error);'],
    ],
    tests: 'packages/domain/src/sweep/each-alone.integration.test.ts',
    title: '',
    isTriedAlways: true,
  },
  {
    fault: 'a subscription that never ran is renewed',
    file: 'packages/domain/src/billing/due.ts',
    edits: [
      [' AND s.first_running_at IS NOT NULL', ''],
      ['firstRunningAt: Not(IsNull()),', ''],
    ],
    tests: 'packages/domain/src/billing/first-run.integration.test.ts',
    title: '',
    isTriedAlways: true,
  },
  {
    fault: 'an answer that calls the order by another name is not taken for the one that was asked for',
    file: 'packages/payments/src/midtrans/answers.ts',
    edits: [['rawStatus === null ||', 'rawStatus === null || answer.order_id !== paymentId ||']],
    tests: 'packages/domain/src/payment/odd-answers.integration.test.ts',
    title: 'credited, and no outage',
    isTriedAlways: true,
  },
  {
    fault: 'a notification that is repeated is not asked about again',
    file: 'packages/domain/src/payment/receive-notification.ts',
    edits: [
      [
        `DO UPDATE SET deliveries = e.deliveries + excluded.deliveries,
         last_received_at = excluded.last_received_at, handled_at = NULL, next_ask_at = excluded.next_ask_at`,
        'DO NOTHING',
      ],
    ],
    tests: 'packages/domain/src/payment/odd-answers.integration.test.ts',
    title: 'repeated, each time is asked about',
  },
  {
    fault: 'forecasts do not know of a planned change',
    file: 'packages/domain/src/billing/rules/next-charge.ts',
    edits: [
      ['if (it.downgradeTo === null && it.nextCycle === null) return asItIs;', 'if (it) return asItIs;'],
    ],
    tests: 'packages/domain/src/billing/next-charge.integration.test.ts',
    title: 'every forecast says',
  },
  {
    fault: 'an administrator gives money to their own wallet',
    file: 'packages/domain/src/money-action/act-or-ask.ts',
    edits: [['  refuseOwnWallet(action);', '']],
    tests: 'packages/domain/src/money-action/money-action.integration.test.ts',
    title: 'not by adjusting',
  },
  {
    fault: 'one administrator alone may move any sum within a day',
    file: 'packages/domain/src/money-action/act-or-ask.ts',
    edits: [[' && moved + Math.abs(amount) <= perDay', '']],
    tests: 'packages/domain/src/money-action/money-action.integration.test.ts',
    title: 'the sum of a day waits',
  },
  {
    fault: 'two actions of one administrator at once pass the limit of a day',
    file: 'packages/domain/src/money-action/act-or-ask.ts',
    edits: [[' FOR NO KEY UPDATE', '']],
    tests: 'packages/domain/src/money-action/money-action.integration.test.ts',
    title: 'twenty at once',
  },
  {
    fault: 'a suspended account is renewed',
    file: 'packages/domain/src/billing/bill-accounts.ts',
    edits: [['isAccountSuspended: account.isSuspended', 'isAccountSuspended: false']],
    tests: 'packages/domain/src/billing/fairness.integration.test.ts',
    title: 'is not renewed',
  },
  {
    fault: 'a day after an outage has two warnings',
    file: 'packages/domain/src/billing/warn.ts',
    edits: [[' || one.wasWarnedToday', '']],
    tests: 'packages/domain/src/billing/fairness.integration.test.ts',
    title: 'a day has one warning',
  },
  {
    fault: 'a removal that never ends is not noticed',
    file: 'packages/domain/src/drift/stuck-work.ts',
    edits: [[' AND removal_began_at < $2', ' AND removal_began_at < $2 AND false']],
    tests: 'apps/provisioning-worker/src/sweep-cluster.integration.test.ts',
    title: 'a removal that a finalizer holds',
  },
  {
    fault: 'a start that fails for good is not told the operator',
    file: 'packages/domain/src/provisioning/fail-provisioning.ts',
    edits: [['  await raiseAlert(tx, alert, now);', '']],
    tests: 'apps/provisioning-worker/src/provisioning.integration.test.ts',
    title: '',
  },
  {
    fault: 'a proof that waits is not told the operator at once',
    file: 'packages/domain/src/payment/upload-proof.ts',
    edits: [['await raiseAlert(tx, {', 'await (async (..._: unknown[]) => {})(tx, {']],
    tests: 'packages/domain/src/payment/alert-on-payments.integration.test.ts',
    title: 'a proof that waits',
  },
  {
    fault: 'words of a gateway that PostgreSQL cannot keep reach it',
    file: 'packages/payments/src/json.ts',
    edits: [['JSON.parse(cleanJson(JSON.stringify(object)))', 'JSON.parse(JSON.stringify(object))']],
    tests: 'packages/domain/src/payment/hostile-answers.integration.test.ts',
    title: 'midtrans',
  },
  {
    fault: 'what a container says arrives with codes for a terminal',
    file: 'packages/cluster/src/seen-text.ts',
    edits: [['stripAnsi(withoutEndlessStrings(line))', 'line']],
    tests: 'packages/cluster/src/seen-text.test.ts',
    title: '',
    project: 'pure',
  },
];
