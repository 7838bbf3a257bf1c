import type { ServerResponse } from 'node:http';
import type { KubeObject } from './object.js';
import { partialOf } from './partial-metadata.js';
import { apiVersionOf, type Resource } from './resources.js';
import {
  type FieldRequirement,
  fieldsMatch,
  labelsMatch,
  parseFieldSelector,
  parseLabelSelector,
  type Requirement,
} from './selectors.js';
import { badRequest, gone } from './status.js';
import type { Change, Store } from './store.js';

export interface WatchRequest {
  resource: Resource;
  namespace?: string | undefined;
  query: URLSearchParams;
  /** Of each object the metadata alone. */
  partial?: boolean;
}

interface Watcher {
  resource: Resource;
  namespace: string | undefined;
  labels: Requirement[];
  fields: FieldRequirement[];
  bookmarks: boolean;
  partial: boolean;
  response: ServerResponse;
  deadline: NodeJS.Timeout | undefined;
}

/** A client that reads slower than this is cut off and resumes from its last version; nobody waits for it. */
const MAX_UNREAD_BYTES = 16 * 1024 * 1024;

/** Answers watches: replays what was missed, then passes every committed change on to those it concerns. */
export class WatchHub {
  readonly #store: Store;
  readonly #watchers = new Map<Resource, Set<Watcher>>();
  readonly #bookmarkMs: () => number;
  #bookmarks: NodeJS.Timeout | undefined;

  constructor(store: Store, bookmarkMs: () => number) {
    this.#store = store;
    this.#bookmarkMs = bookmarkMs;
    store.onChange((change) => this.#broadcast(change));
    this.#scheduleBookmarks();
  }

  get size(): number {
    let size = 0;
    for (const watchers of this.#watchers.values()) size += watchers.size;
    return size;
  }

  /** Takes over the response. A version too old is told as the API server does: status 200, then an ERROR event. */
  open({ resource, namespace, query, partial = false }: WatchRequest, response: ServerResponse): void {
    const watcher: Watcher = {
      resource,
      namespace,
      labels: parseLabelSelector(query.get('labelSelector') ?? undefined),
      fields: parseFieldSelector(query.get('fieldSelector') ?? undefined),
      bookmarks: query.get('allowWatchBookmarks') === 'true',
      partial,
      response,
      deadline: undefined,
    };
    const from = query.get('resourceVersion') || '0';
    if (!/^\d+$/.test(from)) throw badRequest(`Invalid value: "${from}": strconv.ParseUint: invalid syntax`);
    const missed = from === '0' ? this.#current(watcher) : this.#store.since(resource, Number(from));

    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    if (!missed) {
      const expired = gone(`too old resource version: ${from} (${this.#store.oldestVersion(resource)})`);
      response.end(line('ERROR', expired.status));
      return;
    }
    for (const change of missed) this.#deliver(watcher, change);
    this.#register(watcher, Number(query.get('timeoutSeconds') ?? 0));
  }

  /** Ends every watch, politely (end of stream) or as a broken connection. Clients resume by themselves. */
  drop(options: { abrupt: boolean }): void {
    for (const watchers of this.#watchers.values())
      for (const { response } of watchers)
        if (options.abrupt) response.destroy();
        else response.end();
  }

  /** Tells every watch that its version is too old, as happens when etcd was compacted under it. */
  expire(): void {
    for (const watchers of this.#watchers.values())
      for (const { response } of watchers)
        response.end(line('ERROR', gone('The resourceVersion for the provided watch is too old.').status));
  }

  close(): void {
    clearTimeout(this.#bookmarks);
    this.drop({ abrupt: false });
  }

  #current(watcher: Watcher): Change[] {
    const { resource, namespace, labels } = watcher;
    return Array.from(this.#store.candidates(resource, { namespace, labels }), (after) => ({
      resource,
      version: Number(after.metadata.resourceVersion),
      after,
    })).sort((a, b) => a.version - b.version);
  }

  #register(watcher: Watcher, timeoutSeconds: number): void {
    const { resource, response } = watcher;
    const watchers = this.#watchers.get(resource) ?? new Set();
    this.#watchers.set(resource, watchers.add(watcher));
    if (timeoutSeconds > 0)
      watcher.deadline = setTimeout(() => {
        this.#bookmark(watcher);
        response.end();
      }, timeoutSeconds * 1000);
    response.on('close', () => {
      clearTimeout(watcher.deadline);
      watchers.delete(watcher);
    });
  }

  #broadcast(change: Change): void {
    for (const watcher of this.#watchers.get(change.resource) ?? []) this.#deliver(watcher, change);
  }

  /** An object that begins to match a selector is ADDED for that watch, one that ceases to is DELETED. */
  #deliver(watcher: Watcher, change: Change): void {
    const was = change.before !== undefined && concerns(watcher, change.before);
    const is = change.after !== undefined && concerns(watcher, change.after);
    if (!was && !is) return;
    this.#write(watcher, encoded(change, is ? (was ? 'MODIFIED' : 'ADDED') : 'DELETED', watcher.partial));
  }

  #write({ response }: Watcher, text: string): void {
    if (response.writableEnded) return;
    if (response.writableLength > MAX_UNREAD_BYTES) response.destroy();
    else response.write(text);
  }

  #bookmark(watcher: Watcher): void {
    if (!watcher.bookmarks) return;
    const { kind } = watcher.resource;
    const metadata = { resourceVersion: String(this.#store.version), creationTimestamp: null };
    const whole = { kind, apiVersion: apiVersionOf(watcher.resource), metadata };
    this.#write(watcher, line('BOOKMARK', watcher.partial ? partialOf(whole as never) : whole));
  }

  #scheduleBookmarks(): void {
    this.#bookmarks = setTimeout(() => {
      for (const watchers of this.#watchers.values()) for (const watcher of watchers) this.#bookmark(watcher);
      this.#scheduleBookmarks();
    }, this.#bookmarkMs());
  }
}

function concerns(watcher: Watcher, object: KubeObject): boolean {
  return (
    (watcher.namespace === undefined || watcher.namespace === object.metadata.namespace) &&
    labelsMatch(watcher.labels, object.metadata.labels) &&
    fieldsMatch(watcher.fields, object)
  );
}

function line(type: string, object: unknown): string {
  return `${JSON.stringify({ type, object })}\n`;
}

/** Encoded once for all watchers; the memory goes with the change when history forgets it. */
const encodings = new WeakMap<Change, Map<string, string>>();

function encoded(change: Change, type: 'ADDED' | 'MODIFIED' | 'DELETED', partial: boolean): string {
  const key = partial ? `${type} metadata` : type;
  const byType = encodings.get(change) ?? new Map<string, string>();
  encodings.set(change, byType);
  const known = byType.get(key);
  if (known !== undefined) return known;
  const object = type === 'DELETED' ? lastSeen(change) : change.after;
  const text = line(type, partial && object ? partialOf(object) : object);
  byType.set(key, text);
  return text;
}

/** A deletion carries the object as it last was, under the version of the deletion, so that a watch resumes past it. */
function lastSeen({ before, version }: Change): KubeObject | undefined {
  return before && { ...before, metadata: { ...before.metadata, resourceVersion: String(version) } };
}
