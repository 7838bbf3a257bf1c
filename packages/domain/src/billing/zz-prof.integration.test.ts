import { aService } from '@minispod/testing/builders';
import { testDatabase } from '@minispod/testing/database';
import { BILLING, manyDue } from '@minispod/testing/subscribers';
import { test } from 'vitest';
import { auditBooks, RULES } from '../audit/audit-books.js';
import { runBilling } from './run-billing.js';
test('prof', { timeout: 300_000 }, async () => {
  const db = await testDatabase();
  const { planIds } = await aService(db.dataSource, [{ price: 50_000 }]);
  await manyDue(db.dataSource, { planId: planIds[0]!, count: 10000, price: 50_000, dueAt: new Date('2026-03-15T05:00:00Z'), periods: 12 });
  for (let m = 2; m < 8; m++) await runBilling({ dataSource: db.dataSource, billing: BILLING }, new Date(`2026-0${m + 1}-15T05:00:01Z`));
  await db.dataSource.query('ANALYZE');
  const t0 = performance.now();
  const times: [number, string][] = [];
  for (const rule of RULES) { const t = performance.now(); const b = await auditBooks(db.dataSource, new Date('2026-03-15T05:00:01Z'), [rule]); times.push([performance.now() - t, rule.name + ' ' + b.length]); }
  console.log('audit', performance.now() - t0, await db.dataSource.query('SELECT count(*) FROM ledger_postings'));
  console.log(times.sort((a, b) => b[0] - a[0]).slice(0, 8).map(([ms, n]) => ms.toFixed(0) + ' ' + n).join('\n'));
  await db.drop();
});
