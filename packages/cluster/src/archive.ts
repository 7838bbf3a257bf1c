import { PassThrough, type Readable, Transform, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { V1Container } from '@kubernetes/client-node';
import type { DesiredInstance } from '@minispod/domain/ports/cluster';
import type { KubernetesClient } from './client.js';
import type { Connection } from './connection.js';
import { runCommand } from './exec.js';
import { type HelperParts, helperResources, IDLE, withHelper } from './helper-pod.js';
import { containerSecurity, dataVolume } from './manifests/pod.js';
import type { ClusterDataSettings } from './settings.js';
import { TarWithoutEnd } from './tar-without-end.js';

const TOOLBOX_IMAGE = 'docker.io/library/busybox:1.37.0';
const DIRECTORY = '/volume';
/** Made by mkfs, and nobody's but root's. */
const LOST_AND_FOUND = './lost+found';

/** What one user of the system inside has written in the volume: nobody else there may read or make it. */
interface Part {
  name: string;
  user: number;
  group: number;
  paths: string[];
  /** Others' paths within these. */
  excludes: string[];
}

/** One part for each user that the template's containers run as. Pure. */
export function volumeParts({ volume, security, sidecars }: DesiredInstance['template']): Part[] {
  const owners = [
    { volume, security },
    ...sidecars.flatMap(({ volume, security }) => (volume ? [{ volume, security }] : [])),
  ].map(({ volume, security }) => ({
    path: volume.subPath ? `./${volume.subPath}` : '.',
    user: security.runAsUser,
    group: security.fsGroup,
  }));
  const users = [...new Set(owners.map(({ user }) => user))];
  return users.map((user, index) => {
    const own = owners.filter((owner) => owner.user === user);
    const others = owners.filter((owner) => owner.user !== user);
    return {
      name: `part-${index}`,
      user,
      group: own[0]?.group ?? user,
      paths: [...new Set(own.map(({ path }) => path))],
      excludes: [...new Set(others.map(({ path }) => path))].filter((path) => path !== '.'),
    };
  });
}

/**
 * Packs the paths that follow `--`, without those before it. A directory that was never made is no part of the copy; a copy
 * of nothing is an empty archive, two blocks of zeros. What is left out stands at the top of the volume, so that no option
 * of tar is needed that some do not have.
 */
const PACK = [
  `cd ${DIRECTORY}`,
  'without=" "',
  'while [ "$1" != -- ]; do without="$without$1 "; shift; done',
  'shift',
  'for path; do',
  '  shift',
  '  if [ "$path" = . ]; then',
  '    for entry in ./* ./.[!.]* ./..?*; do',
  '      case $without in *" $entry "*) continue;; esac',
  '      if [ -e "$entry" ] || [ -L "$entry" ]; then set -- "$@" "$entry"; fi',
  '    done',
  '  elif [ -e "$path" ]; then set -- "$@" "$path"; fi',
  'done',
  'if [ $# -gt 0 ]; then exec tar -cf - "$@"; else exec head -c 1024 /dev/zero; fi',
].join('\n');
const UNPACK = `cd ${DIRECTORY} && exec tar -xpf - "$@"`;

function packing({ excludes, paths }: Part): string[] {
  return ['sh', '-ec', PACK, 'sh', LOST_AND_FOUND, ...excludes, '--', ...paths];
}

/** By name where it has names of its own (the kubelet made these directories); the whole but others' where it has not. */
function unpacking({ excludes, paths }: Part): string[] {
  const which = paths.includes('.') ? excludes.map((path) => `--exclude=${path}`) : paths;
  return ['sh', '-ec', UNPACK, 'sh', ...which];
}

/** A pod with one container for each part, the volume mounted whole. */
function toolbox(
  desired: DesiredInstance,
  settings: ClusterDataSettings,
  parts: Part[],
  readOnly: boolean,
): HelperParts {
  const container = ({ name, user, group }: Part): V1Container => ({
    name,
    image: settings.toolboxImage ?? TOOLBOX_IMAGE,
    imagePullPolicy: 'IfNotPresent',
    command: IDLE,
    resources: helperResources(parts.length),
    securityContext: { ...containerSecurity('restricted', true), runAsUser: user, runAsGroup: group },
    volumeMounts: [{ name: 'data', mountPath: DIRECTORY, readOnly }],
  });
  return { containers: parts.map(container), volumes: [dataVolume(desired)] };
}

/**
 * See `ClusterData.copyOut`. Packed here and not in the pod, whose tenth of a processor would take hours for it. Ends
 * `to` when all is well, and destroys it otherwise.
 */
export async function copyOut(
  client: KubernetesClient,
  connection: Connection,
  desired: DesiredInstance,
  settings: ClusterDataSettings,
  to: Writable,
  signal: AbortSignal,
): Promise<void> {
  const parts = volumeParts(desired.template);
  const gzip = createGzip();
  const written = pipeline(gzip, to);
  // It is awaited later, and may fail before that.
  written.catch(() => {});
  try {
    await withHelper(
      client,
      desired,
      settings,
      toolbox(desired, settings, parts, true),
      signal,
      async (pod) => {
        for (const [index, part] of parts.entries()) {
          const command = { ...pod, container: part.name, argv: packing(part) };
          const isLast = index === parts.length - 1;
          if (isLast) await runCommand(connection, command, { stdout: gzip, signal });
          else await joined(gzip, (stdout) => runCommand(connection, command, { stdout, signal }));
        }
      },
    );
    gzip.end();
  } catch (error) {
    gzip.destroy(error as Error);
    // By then `to` knows of it.
    await written.catch(() => {});
    throw error;
  }
  await written;
}

/** See `ClusterData.copyIn` for VOLUME: every part reads the whole archive and takes what is its own. */
export async function unpack(
  client: KubernetesClient,
  connection: Connection,
  desired: DesiredInstance,
  settings: ClusterDataSettings,
  from: Readable,
  signal: AbortSignal,
): Promise<void> {
  const parts = volumeParts(desired.template);
  const inputs = parts.map(() => new PassThrough().on('error', () => {}));
  const failing = new AbortController();
  // Begun before anything is awaited: a source that fails meanwhile must find somebody who listens.
  const read = pipeline(from, createGunzip(), toEach(inputs));
  read.catch((error: Error) => failing.abort(error));
  const either = AbortSignal.any([signal, failing.signal]);
  try {
    await withHelper(client, desired, settings, toolbox(desired, settings, parts, false), either, (pod) =>
      Promise.all(
        parts.map((part, index) => {
          const command = { ...pod, container: part.name, argv: unpacking(part) };
          const streams = { stdin: inputs[index] ?? nowhere(), stdout: nowhere(), signal: either };
          return runCommand(connection, command, streams);
        }),
      ),
    );
    await read;
  } finally {
    from.destroy();
    for (const input of inputs) input.destroy();
  }
}

export const nowhere = () => new PassThrough().resume();

/** Waits for the slowest; whoever has read enough is left out. */
function toEach(inputs: PassThrough[]): Transform {
  const ready = (input: PassThrough) =>
    new Promise<void>((resolve) => input.once('drain', resolve).once('close', resolve));
  return new Transform({
    transform(chunk: Buffer, _, done) {
      const full = inputs.filter((input) => !input.destroyed && !input.write(chunk));
      Promise.all(full.map(ready)).then(() => done());
    },
    flush(done) {
      for (const input of inputs) input.end();
      done();
    },
  });
}

async function joined(gzip: Writable, run: (stdout: Writable) => Promise<void>): Promise<void> {
  const trimmed = new TarWithoutEnd();
  const handedOn = pipeline(trimmed, gzip, { end: false });
  handedOn.catch(() => {});
  await run(trimmed);
  trimmed.end();
  await handedOn;
}
