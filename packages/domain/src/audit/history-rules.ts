import { MACHINES } from '../history/rules/transitions.js';
import type { Rule } from './rule.js';

/** Every move that a table allows, as SQL values. */
const ALLOWED = Object.entries<Record<string, readonly string[]>>(MACHINES)
  .flatMap(([subject, machine]) =>
    Object.entries(machine).flatMap(([from, all]) => all.map((to) => `('${subject}', '${from}', '${to}')`)),
  )
  .join(', ');

/** Moves that their table does not allow, or that did not begin where the one before had ended. */
export function movesOutsideTable(which: string): Rule {
  return {
    id: 32,
    name: 'a status moved as none may',
    sql: `SELECT h.subject_id AS subject, h.subject AS what, h.from_status, h.to_status, h.before FROM (
            SELECT *, lag(to_status) OVER (PARTITION BY subject_id ORDER BY id) AS before FROM status_history WHERE ${which}) h
            LEFT JOIN (VALUES ${ALLOWED}) AS allowed(subject, from_status, to_status) USING (subject, from_status, to_status)
           WHERE h.from_status IS DISTINCT FROM h.before OR (h.from_status IS NOT NULL AND allowed.subject IS NULL)`,
    explain: (row) =>
      `${row.what} ${row.subject} went from ${row.from_status} to ${row.to_status} after ${row.before}`,
    whatToDo: 'Somebody wrote past the state machine: read the history of this one from the beginning.',
  };
}

export const historyRules: Rule[] = [
  movesOutsideTable("subject <> 'payment'"),
  {
    id: 32,
    name: 'history does not fold to the current status',
    sql: `SELECT s.id AS subject, s.what, s.status, h.to_status AS folded FROM (
            SELECT id, status, 'order' AS what FROM orders UNION ALL SELECT id, status, 'subscription' FROM subscriptions
            UNION ALL SELECT id, status, 'instance' FROM service_instances UNION ALL SELECT id, status, 'payment' FROM payments) s
            LEFT JOIN (SELECT DISTINCT ON (subject_id) subject_id, to_status FROM status_history ORDER BY subject_id, id DESC) h ON h.subject_id = s.id
           WHERE s.status IS DISTINCT FROM h.to_status`,
    explain: (row) => `${row.what} ${row.subject} is ${row.status}, its history ends with ${row.folded}`,
    whatToDo:
      'Somebody wrote past the state machine: decide which is true and correct the status, with a history row.',
  },
];
