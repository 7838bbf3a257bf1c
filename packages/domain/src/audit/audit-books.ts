import { cleanText } from '@minispod/contracts/clean-text';
import type { DataSource, EntityManager } from 'typeorm';
import { deliveryRules } from './delivery-rules.js';
import { dunningRules } from './dunning-rules.js';
import { historyRules } from './history-rules.js';
import { instanceRules } from './instance-rules.js';
import { invoiceRules } from './invoice-rules.js';
import { ledgerRules } from './ledger-rules.js';
import { operationRules } from './operation-rules.js';
import { orderRules } from './order-rules.js';
import { paymentRules } from './payment-rules.js';
import { periodRules } from './period-rules.js';
import { quotaRules } from './quota-rules.js';
import { reversalRules } from './reversal-rules.js';
import type { BrokenRow, Rule } from './rule.js';
import { settlementRules } from './settlement-rules.js';
import { walletRules } from './wallet-rules.js';

export const RULES: Rule[] = [
  ...ledgerRules,
  ...walletRules,
  ...paymentRules,
  ...reversalRules,
  ...settlementRules,
  ...periodRules,
  ...quotaRules,
  ...orderRules,
  ...dunningRules,
  ...instanceRules,
  ...invoiceRules,
  ...historyRules,
  ...operationRules,
  ...deliveryRules,
];

/** Shown of each broken rule; the count says how many there are. */
const SHOWN = 20;

export interface BrokenRule {
  /** The invariant's number in the specification. */
  id: number;
  name: string;
  count: number;
  findings: string[];
  rows: BrokenRow[];
  whatToDo: string;
}

/**
 * Judges every rule of money, quota and history and returns those that do not hold. Read-only, in one snapshot: it may run
 * beside everything else and sees the books as they were at one moment.
 */
export async function auditBooks(dataSource: DataSource, now: Date, rules = RULES): Promise<BrokenRule[]> {
  return dataSource.transaction('REPEATABLE READ', async (tx) => {
    await tx.query('SET TRANSACTION READ ONLY');
    await tx.query(`SET LOCAL statement_timeout = '15min'`);
    const broken: BrokenRule[] = [];
    for (const rule of rules) {
      await tx.query('SAVEPOINT rule');
      try {
        const found = await judge(tx, rule, now);
        if (found) broken.push(found);
      } catch (error) {
        await tx.query('ROLLBACK TO SAVEPOINT rule');
        broken.push(unjudged(rule, error));
      }
    }
    return broken;
  });
}

async function judge(
  tx: EntityManager,
  { id, name, sql, explain, whatToDo }: Rule,
  now: Date,
): Promise<BrokenRule | null> {
  const found: (BrokenRow & { breaches: number })[] = await tx.query(
    `WITH clock AS (SELECT $1::timestamptz AS now) SELECT *, count(*) OVER () AS breaches FROM (${sql}) broken LIMIT ${SHOWN}`,
    [now],
  );
  const [first] = found;
  if (!first) return null;
  const rows = found.map(({ breaches: _, ...row }) => row as BrokenRow);
  return { id, name, count: first.breaches, findings: rows.map(explain), rows, whatToDo };
}

/** A rule that cannot be judged does not hold, and the others are judged all the same. */
function unjudged({ id, name }: Rule, error: unknown): BrokenRule {
  const words = cleanText(error instanceof Error ? error.message : String(error), 500);
  const row = { subject: name };
  const whatToDo = 'The rule could not be judged: look at the error, and at the rows that it may come from.';
  return { id, name, count: 1, findings: [`could not be judged: ${words}`], rows: [row], whatToDo };
}
