/** One row that breaks a rule. Every query names what it is about as `subject`. */
export interface BrokenRow {
  subject: string;
  [column: string]: unknown;
}

/**
 * An invariant of money, quota or history as a query for what breaks it; no row, no breach. The query may read the one row
 * `(SELECT now FROM clock)` and must look at whole tables at a time: there may be millions of rows.
 */
export interface Rule {
  /** Of the invariant in the specification; several rules may judge one. */
  id: number;
  name: string;
  sql: string;
  /** One breach in words. */
  explain(row: BrokenRow): string;
  /** What an operator does about it. Nothing is ever mended by itself. */
  whatToDo: string;
}
