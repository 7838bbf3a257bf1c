import type { ClusterListInput } from '@minispod/contracts/cluster';
import type { List } from '@minispod/contracts/shared';
import type { ClusterReader } from '@minispod/domain/ports/cluster-reader';
import { LRUCache } from 'lru-cache';
import type { z } from 'zod';

/** An open page asks again and again, and every operator has one: the API server is asked once in this time, in ms. */
const FRESH = 5_000;

type ListName = 'nodes' | 'namespaces' | 'pods' | 'deployments' | 'services' | 'ingresses';
type Listed<N extends ListName> = Awaited<ReturnType<ClusterReader[N]>>;

const answers = new WeakMap<ClusterReader, LRUCache<string, Promise<unknown>>>();

/** A list as the cluster gave it some seconds ago at most; who asks meanwhile waits for the same answer. Throws ClusterUnreachable. */
export function listed<N extends ListName>(
  reader: ClusterReader,
  name: N,
  namespace?: string,
): Promise<Listed<N>> {
  const kept = answers.get(reader) ?? new LRUCache<string, Promise<unknown>>({ max: 100, ttl: FRESH });
  answers.set(reader, kept);
  const key = `${name}/${namespace ?? ''}`;
  const known = kept.get(key);
  if (known) return known as Promise<Listed<N>>;
  const asked = reader[name](namespace) as Promise<Listed<N>>;
  kept.set(key, asked);
  // A failure is nobody else's answer.
  asked.catch(() => kept.delete(key));
  return asked;
}

/** One page of those of which a text contains `q`, in the order of their names. */
export function paged<T extends { name: string }>(
  rows: T[],
  { page, limit, q }: Pick<z.infer<typeof ClusterListInput>, 'page' | 'limit' | 'q'>,
  textsOf: (row: T) => (string | null)[],
): List<T> {
  const sought = q?.toLowerCase();
  const found = sought
    ? rows.filter((row) => textsOf(row).some((text) => text?.toLowerCase().includes(sought)))
    : [...rows];
  found.sort((a, b) => a.name.localeCompare(b.name, 'en'));
  return { items: found.slice((page - 1) * limit, page * limit), page, limit, total: found.length };
}

/** As the views have it. */
export function dated<T extends { createdAt: Date }>(row: T): Omit<T, 'createdAt'> & { createdAt: string } {
  return { ...row, createdAt: row.createdAt.toISOString() };
}
