import type { Reader } from '@minispod/database/transaction';
import { validate } from 'uuid';

/** Addresses of those of these that are users; what a label holds may be anything. */
export async function readEmails(reader: Reader, ids: string[]): Promise<Map<string, string>> {
  const rows: { id: string; email: string }[] = await reader.query(
    'SELECT id, email FROM users WHERE id = ANY($1)',
    [ids.filter((id) => validate(id))],
  );
  return new Map(rows.map(({ id, email }) => [id, email]));
}
