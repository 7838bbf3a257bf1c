import { ACCOUNTS } from '../ledger/accounts.js';
import type { Rule } from './rule.js';

const CORRECT = 'Issue what is missing, or correct by a credit note; an issued document is never changed.';

export const invoiceRules: Rule[] = [
  {
    id: 26,
    name: 'an invoice does not add up',
    sql: `SELECT i.series || '/' || i.number AS subject, i.total, l.amount AS lines FROM invoices i
            CROSS JOIN LATERAL (SELECT sum((line->>'amount')::bigint) AS amount,
              bool_and((line->>'amount')::bigint = (line->>'unitPrice')::bigint * (line->>'quantity')::bigint) AS multiplied FROM jsonb_array_elements(i.lines) AS line) l
           WHERE i.subtotal IS DISTINCT FROM l.amount OR NOT l.multiplied OR i.total <> i.subtotal - i.discount
              OR i.tax <> i.total * i.tax_rate / (100 + i.tax_rate)`,
    explain: (row) => `${row.subject} comes to ${row.total}, its lines to ${row.lines}`,
    whatToDo: CORRECT,
  },
  {
    id: 27,
    name: 'invoice numbers have a gap',
    sql: `SELECT coalesce(c.series, i.series) AS subject, c.last_number, i.last, i.documents FROM invoice_counters c
            FULL JOIN (SELECT series, max(number) AS last, count(DISTINCT number) AS documents FROM invoices GROUP BY series) i ON i.series = c.series
           WHERE coalesce(c.last_number, 0) <> coalesce(i.last, 0) OR coalesce(i.last, 0) <> coalesce(i.documents, 0)`,
    explain: (row) =>
      `series ${row.subject}: counted to ${row.last_number}, ${row.documents} documents, the last is ${row.last}`,
    whatToDo: 'Find the missing document in a backup; the tax office asks for every number.',
  },
  {
    id: 28,
    name: 'an invoice differs from its order',
    sql: `SELECT o.id AS subject, o.status, o.total, i.total AS invoiced FROM orders o
            LEFT JOIN invoices i ON i.order_id = o.id AND i.kind = 'INVOICE'
           WHERE (i.id IS NOT NULL) <> (o.status = 'ACTIVE' AND o.total > 0) OR i.total <> o.total OR i.user_id <> o.user_id`,
    explain: (row) =>
      `order ${row.subject} (${row.status}) over ${row.total} has an invoice over ${row.invoiced ?? 'nothing'}`,
    whatToDo: CORRECT,
  },
  {
    id: 29,
    name: 'more was credited than invoiced',
    sql: `SELECT i.series || '/' || i.number AS subject, i.total, sum(n.total) AS credited FROM invoices i
            JOIN invoices n ON n.corrects_id = i.id AND n.kind = 'CREDIT_NOTE' GROUP BY i.id HAVING sum(n.total) > i.total`,
    explain: (row) => `${row.subject} over ${row.total} was corrected by ${row.credited}`,
    whatToDo: 'Find the refund that was one too many and take it back by a reversing entry.',
  },
  {
    id: 36,
    name: 'revenue differs from the invoices',
    sql: `SELECT 'revenue and tax' AS subject, p.revenue, p.tax, i.total - i.tax AS invoiced, i.tax AS invoiced_tax FROM
            (SELECT coalesce(sum(amount) FILTER (WHERE account_id = '${ACCOUNTS.revenue}'), 0) AS revenue,
                    coalesce(sum(amount) FILTER (WHERE account_id = '${ACCOUNTS.tax}'), 0) AS tax
               FROM ledger_postings WHERE account_id IN ('${ACCOUNTS.revenue}', '${ACCOUNTS.tax}')) p,
            (SELECT coalesce(sum(CASE kind WHEN 'INVOICE' THEN total ELSE -total END), 0) AS total,
                    coalesce(sum(CASE kind WHEN 'INVOICE' THEN tax ELSE -tax END), 0) AS tax FROM invoices) i
           WHERE p.revenue <> i.total - i.tax OR p.tax <> i.tax`,
    explain: (row) =>
      `the ledger has ${row.revenue} revenue and ${row.tax} tax, the invoices ${row.invoiced} and ${row.invoiced_tax}`,
    whatToDo: 'Compare the entries on revenue and tax with the invoices, order by order.',
  },
];
