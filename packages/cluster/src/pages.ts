import type { KubernetesObject } from '@kubernetes/client-node';
import type { Connection } from './connection.js';

const PAGE = '500';

/** A list as the API sends it: `kind` and `apiVersion` stand at the list, not at its items. */
interface Page<T> {
  metadata?: { continue?: string };
  items: T[];
}

/** Every object of a list, a page at a time: what is not kept is not in memory. Errors are the transport's. */
export async function* listAll<T extends KubernetesObject>(
  getJson: Connection['getJson'],
  path: string,
  query: Record<string, string> = {},
): AsyncGenerator<T> {
  let next: string | undefined;
  do {
    const page = (await getJson(path, { ...query, limit: PAGE, ...(next && { continue: next }) })) as Page<T>;
    yield* page.items;
    next = page.metadata?.continue;
  } while (next);
}
