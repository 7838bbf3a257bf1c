import type { DataSource } from 'typeorm';

/** Broken invariants of money and quota, in words; empty when the books are right. */
export async function brokenRules(dataSource: DataSource): Promise<string[]> {
  const rules: Record<string, string> = {
    'a wallet differs from its postings': `SELECT w.user_id FROM wallets w
       LEFT JOIN ledger_postings p ON p.account_id = w.user_id GROUP BY w.user_id, w.balance
       HAVING w.balance <> coalesce(sum(p.amount), 0)`,
    'a ledger entry does not balance': `SELECT entry_id FROM ledger_postings GROUP BY entry_id HAVING sum(amount) <> 0 OR count(*) < 2`,
    'held money differs from open holds': `SELECT 1 WHERE (SELECT coalesce(sum(amount), 0) FROM ledger_postings WHERE account_id = '00000000-0000-7000-8000-000000000001')
       <> (SELECT coalesce(sum(amount), 0) FROM holds WHERE status = 'HELD')`,
    'used slots differ from live subscriptions': `SELECT p.id FROM service_plans p
       WHERE p.used_quota <> (SELECT count(*) FROM subscriptions s WHERE s.plan_id = p.id AND s.status IN ('ACTIVE', 'PENDING_UPGRADE', 'PENDING_PAYMENT'))`,
    'a top-up was credited other than once with its amount': `SELECT pay.id FROM payments pay
       LEFT JOIN ledger_entries e ON e.transaction_id = pay.transaction_id
       LEFT JOIN ledger_postings p ON p.entry_id = e.id AND p.account_id = pay.user_id
       GROUP BY pay.id HAVING coalesce(sum(p.amount), 0) <> CASE WHEN pay.status = 'PAID' THEN pay.amount ELSE 0 END`,
    'history does not fold to the current status': `SELECT s.id FROM (
         SELECT id, status FROM orders UNION ALL SELECT id, status FROM subscriptions
         UNION ALL SELECT id, status FROM service_instances UNION ALL SELECT id, status FROM payments) s
       WHERE s.status IS DISTINCT FROM (SELECT to_status FROM status_history h WHERE h.subject_id = s.id ORDER BY h.id DESC LIMIT 1)`,
    'an ended task with a hold still open': `SELECT t.id FROM provisioning_tasks t JOIN holds h ON h.order_id = t.order_id
       WHERE t.status IN ('SUCCEEDED', 'FAILED') AND h.status = 'HELD'`,
  };
  const broken: string[] = [];
  for (const [rule, query] of Object.entries(rules)) {
    const rows: unknown[] = await dataSource.query(query);
    if (rows.length > 0) broken.push(`${rule} (${rows.length}×)`);
  }
  return broken;
}
