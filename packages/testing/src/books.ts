import { auditBooks } from '@minispod/domain/audit/audit-books';
import type { DataSource } from 'typeorm';

/** Broken invariants of money, quota and history, in words; empty when the books are right. Nothing is late at the epoch. */
export async function brokenRules(dataSource: DataSource, now = new Date(0)): Promise<string[]> {
  const broken = await auditBooks(dataSource, now);
  return broken.map(({ name, count, findings }) => `${name} (${count}×): ${findings[0]}`);
}
