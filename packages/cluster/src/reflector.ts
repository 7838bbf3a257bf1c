import { setTimeout as delay } from 'node:timers/promises';
import type { KubernetesObject, Watch } from '@kubernetes/client-node';
import { API_VERSIONS, type Kind } from './client.js';
import type { Connection } from './connection.js';
import { messageOf } from './errors.js';

const PAGE = 250;
const METADATA = 'g=meta.k8s.io;v=v1';
const METADATA_LIST = `application/json;as=PartialObjectMetadataList;${METADATA},application/json`;
export const METADATA_EVENTS = `application/json;as=PartialObjectMetadata;${METADATA},application/json`;
/** The server ends each watch after this long, seconds; a dead connection is noticed a little later. */
const WATCH_SECONDS = 300;
const SILENCE_MS = (WATCH_SECONDS + 30) * 1_000;
const MAX_PAUSE_MS = 5_000;

export interface ReflectorTarget {
  kind: Kind;
  /** Plural, as in the API's path. */
  resource: string;
  labelSelector: string;
  /** Asks for `metadata` alone; a server that cannot leave the rest out sends whole objects. */
  metadataOnly?: boolean;
  /** Told of every object once in the beginning, then of each change. Must not keep the object. */
  onObject: (object: KubernetesObject) => void;
  onGone: (object: KubernetesObject) => void;
  /** After each complete list, with the keys (`namespace/name`) of everything that exists. */
  onListed: (keys: ReadonlySet<string>) => void;
  onInterrupted: (reason: string, retryInMs: number) => void;
}

/**
 * Keeps a target up to date with all objects of one kind until the signal aborts: list in pages, watch from there,
 * resume at the last version seen (bookmarks included), list again after 410.
 *
 * client-node has an informer of its own (`makeInformer`), which was not enough: it ends at the first error, reconnects
 * without a pause when the server closes at once (kubernetes-client/javascript#1933), knows no bookmarks nor pages, and
 * keeps whole objects, about a gigabyte of them for ten thousand instances.
 */
export async function reflect(
  connection: Pick<Connection, 'getJson' | 'inTurn'>,
  watch: Watch,
  target: ReflectorTarget,
  signal: AbortSignal,
): Promise<void> {
  let version: string | null = null;
  let failures = 0;
  while (!signal.aborted) {
    const began = performance.now();
    const listing: boolean = version === null;
    const outcome: Outcome =
      version === null ? await list(connection, target) : await watchOnce(watch, target, version, signal);
    version = outcome.version;
    if (listing && !outcome.error) continue;
    // A watch that lasted was a working one; one that ends at once, again and again, must not become a storm.
    if (!outcome.error && performance.now() - began > 1_000) {
      failures = 0;
      continue;
    }
    if (signal.aborted) return;
    failures += 1;
    const least = statusOf(outcome.error) === 429 ? MAX_PAUSE_MS : 50 * 2 ** failures;
    const pause = Math.round(Math.min(MAX_PAUSE_MS, least) * (0.5 + Math.random() / 2));
    target.onInterrupted(outcome.error ? messageOf(outcome.error) : 'closed at once', pause);
    await delay(pause, undefined, { signal }).catch(() => {});
  }
}

/** What a list or a watch came to. */
interface Outcome {
  /** Where to go on; null: list (again). */
  version: string | null;
  error: unknown;
}

/** A list as the API sends it: `kind` and `apiVersion` stand at the list, not at its items. */
interface Page {
  metadata: { resourceVersion: string; continue?: string };
  items: KubernetesObject[];
}

function pathOf({ kind, resource }: ReflectorTarget): string {
  const group = API_VERSIONS[kind];
  return `/${group.includes('/') ? 'apis' : 'api'}/${group}/${resource}`;
}

/** All pages. Rejects only with what the target's own functions throw. */
async function list(
  { getJson, inTurn }: Pick<Connection, 'getJson' | 'inTurn'>,
  target: ReflectorTarget,
): Promise<Outcome> {
  const keys = new Set<string>();
  let continueToken: string | undefined;
  let version: string | null = null;
  do {
    const { labelSelector } = target;
    const query = { labelSelector, limit: String(PAGE), ...(continueToken && { continue: continueToken }) };
    let page: Page;
    try {
      const accept = target.metadataOnly ? METADATA_LIST : undefined;
      page = (await inTurn(() => getJson(pathOf(target), query, accept))) as Page;
    } catch (error) {
      return { version: null, error };
    }
    for (const object of page.items) {
      keys.add(keyOf(object));
      target.onObject(object);
    }
    version = page.metadata.resourceVersion;
    continueToken = page.metadata.continue;
  } while (continueToken);
  target.onListed(keys);
  return { version, error: null };
}

/** One watch, from its start to its end by whichever side. Rejects only with what the target's own functions throw. */
function watchOnce(
  watch: Watch,
  target: ReflectorTarget,
  from: string,
  signal: AbortSignal,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    let version: string | null = from;
    let ended = false;
    let request: AbortController | undefined;
    let silence: NodeJS.Timeout;
    const end = (settle: () => void) => {
      if (ended) return;
      ended = true;
      clearTimeout(silence);
      signal.removeEventListener('abort', stop);
      request?.abort();
      settle();
    };
    const stop = () => end(() => resolve({ version, error: null }));
    const fail = (error: unknown) => {
      const expired = statusOf(error) === 410;
      end(() => resolve({ version: expired ? null : version, error }));
    };
    silence = setTimeout(() => fail(new Error('no word from the server')), SILENCE_MS);
    // The abort may have come while the list was on its way.
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop);

    const onEvent = (type: string, object: KubernetesObject & { code?: number; message?: string }) => {
      if (ended) return;
      silence.refresh();
      try {
        if (type === 'ERROR') {
          // Whatever the server could not say about the versions in between, a new list says.
          version = null;
          return fail(new Error(object.message ?? `watch error ${object.code}`));
        }
        if (type === 'DELETED') target.onGone(object);
        else if (type !== 'BOOKMARK') target.onObject(object);
        version = object.metadata?.resourceVersion ?? version;
      } catch (error) {
        // Watch takes anything thrown here for a line it could not parse, and would go on.
        end(() => reject(error));
      }
    };
    const query = {
      labelSelector: target.labelSelector,
      resourceVersion: from,
      allowWatchBookmarks: true,
      timeoutSeconds: WATCH_SECONDS,
    };
    watch
      .watch(pathOf(target), query, onEvent, (error) => (error ? fail(error) : stop()))
      .then((controller) => {
        request = controller;
        if (ended) controller.abort();
      }, fail);
  });
}

export function keyOf({ metadata }: KubernetesObject): string {
  return `${metadata?.namespace}/${metadata?.name}`;
}

/** Watch reports the HTTP status as a property of a plain Error. */
function statusOf(error: unknown): number | undefined {
  return (error as { statusCode?: number } | null)?.statusCode;
}
