/** For what a foreign key guarantees: its absence is a bug, not an answer. */
export function required<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('a row that the database guarantees is missing');
  return value;
}

/** Rows by a key of theirs, each group in the rows' order. */
export function groupBy<T, K>(rows: T[], keyOf: (row: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}
