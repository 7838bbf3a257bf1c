import type { KubeObject } from './object.js';
import { apiVersionOf, type Resource } from './resources.js';
import { fieldsMatch, labelsMatch, parseFieldSelector, parseLabelSelector } from './selectors.js';
import { badRequest, gone } from './status.js';
import type { Store } from './store.js';

/** What a list or a deletecollection is about, in the order of the real one's storage keys. */
export function select(
  store: Store,
  resource: Resource,
  namespace: string | undefined,
  query: URLSearchParams,
): KubeObject[] {
  const labels = parseLabelSelector(query.get('labelSelector') ?? undefined);
  const fields = parseFieldSelector(query.get('fieldSelector') ?? undefined);
  return Array.from(store.candidates(resource, { namespace, labels }))
    .filter((object) => labelsMatch(labels, object.metadata.labels) && fieldsMatch(fields, object))
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** A list, or with `limit` a page of one and the token for the next. Throws 410 for a token or version forgotten. */
export function list(
  store: Store,
  resource: Resource,
  namespace: string | undefined,
  query: URLSearchParams,
): object {
  const exact =
    query.get('resourceVersionMatch') === 'Exact' ? Number(query.get('resourceVersion')) : undefined;
  if (exact !== undefined && exact < store.version)
    throw gone(`The provided resource version ${exact} is too old.`);
  const token = decode(query.get('continue'));
  if (token && token.version < store.oldestVersion(resource))
    throw gone(
      'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.',
    );

  const all = select(store, resource, namespace, query);
  const rest = token ? all.filter((object) => keyOf(object) > token.after) : all;
  const limit = Number(query.get('limit') ?? 0);
  const items = limit > 0 ? rest.slice(0, limit) : rest;
  const version = token?.version ?? store.version;
  const last = items.at(-1);
  const more = rest.length > items.length && last;
  return {
    kind: `${resource.kind}List`,
    apiVersion: apiVersionOf(resource),
    metadata: {
      resourceVersion: String(version),
      ...(more && {
        continue: encode({ version, after: keyOf(last) }),
        remainingItemCount: rest.length - items.length,
      }),
    },
    // The kind is said once, by the list; a client that relies on it in the items breaks on a real cluster.
    items: items.map(({ apiVersion: _, kind: __, ...item }) => item),
  };
}

function keyOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

interface Token {
  version: number;
  after: string;
}

function encode(token: Token): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

function decode(text: string | null): Token | undefined {
  if (!text) return undefined;
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString()) as Token;
  } catch {
    throw badRequest('continue key is not valid');
  }
}
