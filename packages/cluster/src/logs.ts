import { setTimeout as delay } from 'node:timers/promises';
import type { V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import type { InstanceRef } from '@minispod/domain/ports/cluster';
import type { LogLine, LogQuery } from '@minispod/domain/ports/cluster-reader';
import { getStream } from './api-stream.js';
import type { Connection } from './connection.js';
import { statusCode, unreachable } from './errors.js';
import { readLogLines } from './log-lines.js';
import { instanceSelector, namespaceName } from './names.js';

const APP = 'app';
const TAIL = 200;
/** Characters of one answer: the newest are kept. */
const ANSWER_LENGTH = 2 * 1024 * 1024;
const ANSWER_MS = 30_000;
/** A stream that says nothing for this long is opened anew: its node may be gone without a word. */
const SILENCE_MS = 60_000;
/** In a row, each with a pause: about half a minute. */
const MAX_FAILURES = 10;
/** What `readLogLines` makes; whoever goes on from anything else begins anew. */
const STAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/;
const BEGINNING = '1970-01-01T00:00:00.000000000Z';
/** Between two looks at a pod that says nothing, growing. */
const PAUSES_MS = [250, 500, 1_000, 2_000, 4_000];

/** The pod that counts: the newest, and one on its way out only when there is no other. Null: there is none. */
export async function readPod({ getJson }: Connection, ref: InstanceRef): Promise<V1Pod | null> {
  const path = `/api/v1/namespaces/${namespaceName(ref.userId)}/pods`;
  const { items } = (await getJson(path, { labelSelector: instanceSelector(ref) })) as { items: V1Pod[] };
  // As JSON has them, times are ISO 8601 texts, which sort as they are.
  const rank = ({ metadata }: V1Pod) =>
    `${metadata?.deletionTimestamp ? 0 : 1} ${String(metadata?.creationTimestamp)}`;
  return items.sort((a, b) => (rank(a) < rank(b) ? 1 : -1))[0] ?? null;
}

export function containersOf(pod: V1Pod | null): string[] {
  const names = (pod?.spec?.containers ?? []).map(({ name }) => name);
  return names.sort((a, b) => Number(b === APP) - Number(a === APP));
}

/** See `ClusterReader.logs`. */
export async function readLogs(
  connection: Connection,
  ref: InstanceRef,
  query: LogQuery,
): Promise<LogLine[]> {
  const pod = await readPod(connection, ref);
  if (!pod) return [];
  const kept: LogLine[] = [];
  let length = 0;
  const asked = { tailLines: String(query.lines), previous: String(query.isPrevious ?? false) };
  for await (const line of read(connection, pod, query.container, asked, AbortSignal.timeout(ANSWER_MS))) {
    kept.push(line);
    length += line.text.length;
    while (length > ANSWER_LENGTH) length -= kept.shift()?.text.length ?? 0;
  }
  return kept;
}

/**
 * See `ClusterReader.followLogs`. One request at a time, held open while the container runs. Wherever it ends, the next
 * begins with the second of the last line that was handed on, and what was handed on already is left out by its stamp.
 * Throws ClusterUnreachable when the cluster is away at the start, or for long.
 */
export async function* followLogs(
  connection: Connection,
  ref: InstanceRef,
  { container, since }: { container?: string | undefined; since: string | null },
  signal: AbortSignal,
): AsyncGenerator<LogLine, void> {
  let last = since !== null && STAMP.test(since) ? since : null;
  let podUid: string | undefined;
  let failures = MAX_FAILURES;
  let quiet = 0;
  while (!signal.aborted) {
    const before = last;
    try {
      const pod = await readPod(connection, ref);
      failures = 0;
      // A new pod may be on a node whose clock is behind: all that it says is new, whatever the stamps.
      if (pod && podUid !== undefined && pod.metadata?.uid !== podUid) last = BEGINNING;
      podUid = pod?.metadata?.uid ?? podUid;
      const lines = pod ? readOn(connection, pod, container, last, signal) : [];
      for await (const line of lines) {
        last = line.at;
        yield line;
      }
    } catch (error) {
      failures += 1;
      if (signal.aborted) return;
      if (failures > MAX_FAILURES) throw unreachable(error, 'following logs');
    }
    quiet = last === before ? quiet + 1 : 0;
    const pause = PAUSES_MS[Math.min(quiet, PAUSES_MS.length - 1)];
    await delay(pause, undefined, { signal }).catch(() => {});
  }
}

/** What was said since: the end of the run before, if that ended later, and then the present one as long as it lasts. */
async function* readOn(
  connection: Connection,
  pod: V1Pod,
  container: string | undefined,
  since: string | null,
  signal: AbortSignal,
): AsyncGenerator<LogLine, void> {
  const span: Record<string, string> = since ? { sinceTime: since } : { tailLines: String(TAIL) };
  const isNew = ({ at }: LogLine) => since === null || at > since;
  if (since !== null && endedSince(pod, container ?? APP, since)) {
    for await (const line of read(connection, pod, container, { ...span, previous: 'true' }, signal)) {
      if (isNew(line)) yield line;
    }
  }
  for await (const line of read(connection, pod, container, { ...span, follow: 'true' }, signal)) {
    if (isNew(line)) yield line;
  }
}

/** Whether the container was restarted after that moment: then its last words are in the log of the run before. */
function endedSince(pod: V1Pod, container: string, since: string): boolean {
  const status = pod.status?.containerStatuses?.find(({ name }: V1ContainerStatus) => name === container);
  const ended = status?.lastState?.terminated?.finishedAt;
  // The cluster writes whole seconds here.
  return status?.state?.running !== undefined && Date.parse(String(ended)) + 1_000 >= Date.parse(since);
}

/** Nothing where there is nothing to read: the pod is gone, or its container has not started. */
async function* read(
  { kubeConfig }: Connection,
  { metadata }: V1Pod,
  container: string | undefined,
  query: Record<string, string>,
  signal: AbortSignal,
): AsyncGenerator<LogLine, void> {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), SILENCE_MS);
  const ending = AbortSignal.any([signal, silence.signal]);
  try {
    const path = `/api/v1/namespaces/${metadata?.namespace}/pods/${metadata?.name}/log`;
    const asked = { container: container ?? APP, timestamps: 'true', ...query };
    for await (const line of readLogLines(await getStream(kubeConfig, path, asked, ending))) {
      timer.refresh();
      yield line;
    }
  } catch (error) {
    const isOver = query.follow && ending.aborted;
    if (!isOver && statusCode(error) !== 400 && statusCode(error) !== 404) {
      throw unreachable(error, `reading the log of ${metadata?.name}`);
    }
  } finally {
    clearTimeout(timer);
    silence.abort();
  }
}
