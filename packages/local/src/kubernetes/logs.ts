import type { ServerResponse } from 'node:http';
import type { Cluster } from './cluster.js';
import type { ContainerStatus, Pod } from './kinds.js';
import { RESOURCES } from './resources.js';
import { badRequest, notFound } from './status.js';

/** Older lines are lost, as with a node's log rotation. */
const MAX_LINES = 2_000;

interface Line {
  at: number;
  text: string;
}

/** `GET …/pods/{name}/log`: what the pod's container would have said; with `follow`, as long as it runs. */
export function serveLog(
  cluster: Cluster,
  { namespace, name }: { namespace: string; name: string },
  query: URLSearchParams,
  response: ServerResponse,
): void {
  const pod = cluster.store.get<Pod>(RESOURCES.pods, namespace, name);
  if (!pod) throw notFound(RESOURCES.pods, name);
  const container = pickContainer(pod, query.get('container'));
  const status = pod.status?.containerStatuses?.find((each) => each.name === container);
  const lines = selected(linesOf(cluster, pod, status, query.get('previous') === 'true', container), query);
  response.writeHead(200, { 'content-type': 'text/plain' });
  const timestamps = query.get('timestamps') === 'true';
  const text = lines.map((line) => printed(line, timestamps)).join('');
  const limit = Number(query.get('limitBytes') ?? 0);
  response.write(limit > 0 ? Buffer.from(text).subarray(0, limit) : text);
  if (query.get('follow') === 'true' && status?.state.running)
    follow(cluster, pod, container, timestamps, response);
  else response.end();
}

/** The container asked for, or the only one. Throws 400 as the API server does. */
export function pickContainer({ metadata, spec }: Pod, asked: string | null): string {
  const names = spec.containers.map(({ name }) => name);
  if (asked) {
    if (!names.includes(asked)) throw badRequest(`container ${asked} is not valid for pod ${metadata.name}`);
    return asked;
  }
  if (names.length === 1 && names[0]) return names[0];
  throw badRequest(
    `a container name must be specified for pod ${metadata.name}, choose one of: [${names.join(' ')}]`,
  );
}

function linesOf(
  { settings, faults }: Cluster,
  pod: Pod,
  status: ContainerStatus | undefined,
  previous: boolean,
  container: string,
): Line[] {
  const said = faults.ofLog(pod, status?.image ?? '');
  const waiting = status?.state.waiting;
  const ended = previous || waiting ? status?.lastState.terminated : status?.state.terminated;
  if (ended)
    return run(
      pod,
      container,
      Date.parse(ended.startedAt),
      // Whole seconds: it ended somewhere within this one, and after all that it had said.
      Date.parse(ended.finishedAt) + 999,
      settings.logIntervalMs,
      said,
      ended,
    );
  if (previous)
    throw badRequest(`previous terminated container "${container}" in pod "${pod.metadata.name}" not found`);
  const startedAt = status?.state.running?.startedAt;
  if (startedAt) return run(pod, container, Date.parse(startedAt), Date.now(), settings.logIntervalMs, said);
  const reason = waiting?.reason ?? 'ContainerCreating';
  const why = /ImagePull/.test(reason)
    ? 'is waiting to start: trying and failing to pull image'
    : `is waiting to start: ${reason}`;
  throw badRequest(`container "${container}" in pod "${pod.metadata.name}" ${why}`);
}

/** The lines of one run, from its start to its end or to now: they follow from the times, so nothing is stored. */
function run(
  pod: Pod,
  container: string,
  from: number,
  to: number,
  intervalMs: number,
  said: string[],
  ended?: { exitCode: number; reason: string },
): Line[] {
  const image = pod.spec.containers.find(({ name }) => name === container)?.image ?? '';
  const lines = [
    { at: from, text: `simulated cluster: ${image} would start here; no program is run` },
    { at: from, text: `pod ${pod.metadata.name}: container ${container} started` },
    ...said.map((text) => ({ at: from, text })),
  ];
  const beats = Math.floor((to - from) / intervalMs);
  for (let beat = Math.max(1, beats - MAX_LINES); beat <= beats; beat += 1)
    lines.push({
      at: from + beat * intervalMs,
      text: `still running, ${Math.round((beat * intervalMs) / 1000)} s after the start`,
    });
  if (ended?.reason === 'OOMKilled') lines.push({ at: to, text: 'allocating memory beyond the limit' });
  else if (ended) lines.push({ at: to, text: `fatal: simulated failure, exit code ${ended.exitCode}` });
  return lines;
}

function selected(lines: Line[], query: URLSearchParams): Line[] {
  const seconds = query.get('sinceSeconds');
  const time = query.get('sinceTime');
  const since = time ? Date.parse(time) : seconds ? Date.now() - Number(seconds) * 1000 : 0;
  const recent = lines.filter(({ at }) => at >= since);
  const tail = query.get('tailLines');
  return tail === null ? recent : Number(tail) === 0 ? [] : recent.slice(-Number(tail));
}

function printed({ at, text }: Line, timestamps: boolean): string {
  return timestamps ? `${new Date(at).toISOString()} ${text}\n` : `${text}\n`;
}

function follow(
  cluster: Cluster,
  pod: Pod,
  container: string,
  timestamps: boolean,
  response: ServerResponse,
): void {
  const { namespace, name, uid } = pod.metadata;
  let told = Date.now();
  const timer = setInterval(
    () => {
      const current = cluster.store.get<Pod>(RESOURCES.pods, namespace, name);
      const status = current?.status?.containerStatuses?.find((each) => each.name === container);
      const startedAt = status?.state.running?.startedAt;
      if (!current || current.metadata.uid !== uid || startedAt === undefined) {
        clearInterval(timer);
        response.end();
        return;
      }
      const now = Date.now();
      const { logIntervalMs } = cluster.settings;
      // What is said at the start was said before.
      for (const line of run(current, container, Date.parse(startedAt), now, logIntervalMs, []))
        if (line.at > told && line.at <= now) response.write(printed(line, timestamps));
      told = now;
    },
    Math.min(cluster.settings.logIntervalMs, 500),
  );
  response.on('close', () => clearInterval(timer));
}
