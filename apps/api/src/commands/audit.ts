import { auditBooks, type BrokenRule, RULES } from '@minispod/domain/audit/audit-books';
import { readOffset } from '@minispod/domain/clock/movable-clock';
import type { DataSource } from 'typeorm';

interface AuditResult {
  rules: number;
  broken: BrokenRule[];
}

/** Judges the books as they are now; changes nothing. */
export async function audit(dataSource: DataSource): Promise<AuditResult> {
  const now = new Date(Date.now() + (await readOffset(dataSource)));
  return { rules: RULES.length, broken: await auditBooks(dataSource, now) };
}

/** Each broken rule with its rows and what to do, for a person. */
export function describeAudit({ rules, broken }: AuditResult): string {
  if (broken.length === 0) return `audit\n  all ${rules} rules hold\n`;
  const parts = broken.map(({ id, name, count, findings, whatToDo }) => {
    const more = count > findings.length ? [`… and ${count - findings.length} more`] : [];
    const rows = [...findings, ...more].map((line) => `    ${line}\n`).join('');
    return `  ✖ invariant ${id}: ${name} (${count}×)\n${rows}    → ${whatToDo}\n`;
  });
  return `audit\n${parts.join('')}`;
}
