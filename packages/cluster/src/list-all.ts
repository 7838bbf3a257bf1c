import type { Connection } from './connection.js';
import { statusCode } from './errors.js';

const PAGE = 500;

interface Page<T> {
  metadata?: { continue?: string };
  items: T[];
}

/** Every object at this path, as the API's JSON has it (times are texts), a page at a time: none is kept. */
export async function* listAll<T>(
  { getJson }: Pick<Connection, 'getJson'>,
  path: string,
  query: Record<string, string> = {},
): AsyncGenerator<T, void> {
  let next: string | undefined;
  do {
    const page = (await getJson(path, {
      ...query,
      limit: String(PAGE),
      ...(next && { continue: next }),
    })) as Page<T>;
    yield* page.items;
    next = page.metadata?.continue;
  } while (next);
}

/** Whether the answer was that the cluster does not have this API, or not now: metrics are served by an add-on. */
export function isAbsentApi(error: unknown): boolean {
  return [404, 503].includes(statusCode(error) ?? 0);
}
