import type { EntityTarget, ObjectLiteral } from 'typeorm';
import type { Tx } from './transaction.js';

/**
 * Inserts any number of rows in one statement with one parameter, so that thousands cost one round trip. All rows have the
 * same keys; what they leave out gets the column's default.
 */
export async function insertMany<T extends ObjectLiteral>(
  tx: Tx,
  entity: EntityTarget<T>,
  rows: Partial<T>[],
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const metadata = tx.connection.getMetadata(entity);
  const columns = Object.keys(first).map((property) => {
    const column = metadata.findColumnWithPropertyName(property);
    if (!column) throw new Error(`${metadata.tableName} has no ${property}`);
    return column.databaseName;
  });
  const byColumn = rows.map((row) =>
    Object.fromEntries(Object.keys(first).map((property, index) => [columns[index], row[property]])),
  );
  const list = columns.map((column) => `"${column}"`).join(', ');
  await tx.query(
    `INSERT INTO "${metadata.tableName}" (${list})
     SELECT ${list} FROM json_populate_recordset(NULL::"${metadata.tableName}", $1)`,
    [JSON.stringify(byColumn)],
  );
}
