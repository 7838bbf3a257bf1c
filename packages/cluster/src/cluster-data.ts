import { PassThrough, type Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ClusterRejected, ClusterUnreachable, type DesiredInstance } from '@minispod/domain/ports/cluster';
import type { ClusterData } from '@minispod/domain/ports/cluster-data';
import { applyVolume } from './apply.js';
import { copyOut, nowhere, unpack } from './archive.js';
import { KubernetesClient } from './client.js';
import { type Connection, connect } from './connection.js';
import { type Command, runCommand } from './exec.js';
import { type HelperParts, helperResources, IDLE, removeHelpers, withHelper } from './helper-pod.js';
import { readPod } from './logs.js';
import {
  APP_CONTAINER,
  containerSecurity,
  dataVolume,
  scratchVolumes,
  volumeMounts,
} from './manifests/pod.js';
import { snapshotName } from './names.js';
import type { ClusterDataSettings } from './settings.js';
import { removeSnapshot, servesSnapshots, takeSnapshot } from './snapshot.js';

/**
 * See `ClusterData`. Throws when the kubeconfig cannot be read; sends nothing before it is asked to. Whoever writes gets
 * `to` ended when all of it was written, and destroyed with the error otherwise.
 */
export function createClusterData(settings: ClusterDataSettings): ClusterData {
  const connection = connect(settings);
  const client = new KubernetesClient(connection.objects, connection.version);
  return {
    async dump(desired, to, signal) {
      const { command } = backupOf(desired);
      const inApp = () => appCommand(connection, desired, command);
      await writing(to, async (stdout) => runCommand(connection, await inApp(), { stdout, signal }));
    },

    async load(desired, stdin, signal) {
      const input = listened(stdin);
      const command = await appCommand(connection, desired, backupOf(desired).restore.command);
      await runCommand(connection, command, { stdin: input, stdout: nowhere(), signal });
    },

    prepareVolume: (desired) => applyVolume(client, desired, settings),

    copyOut: (desired, to, signal) => copyOut(client, connection, desired, settings, to, signal),

    async copyIn(desired, format, from, signal) {
      if (format === 'VOLUME') return unpack(client, connection, desired, settings, from, signal);
      const input = listened(from);
      const { container = APP_CONTAINER, restore } = backupOf(desired);
      await withHelper(client, desired, settings, restorer(desired, container), signal, (pod) =>
        runCommand(
          connection,
          { ...pod, container, argv: restore.command },
          { stdin: input, stdout: nowhere(), signal },
        ),
      );
    },

    removeHelpers: (ref) => removeHelpers(client, ref),

    hasSnapshots: async () => settings.snapshotClass !== undefined && (await servesSnapshots(connection)),

    snapshot: (desired, backupId, signal) =>
      takeSnapshot(client, desired, backupId, settings.snapshotClass, signal),

    prepareVolumeFrom: (desired, backupId) => applyVolume(client, desired, settings, snapshotName(backupId)),

    removeSnapshot: (ref, backupId) => removeSnapshot(client, ref, backupId),
  };
}

function backupOf({ template }: DesiredInstance) {
  if (!template.backup) throw new ClusterRejected(`${template.slug} has no backup command`);
  return template.backup;
}

async function appCommand(
  connection: Connection,
  desired: DesiredInstance,
  argv: readonly string[],
): Promise<Command> {
  const { container = APP_CONTAINER } = backupOf(desired);
  const pod = await readPod(connection, desired);
  const { name: podName = '', namespace = '', deletionTimestamp } = pod?.metadata ?? {};
  const status = pod?.status?.containerStatuses?.find(({ name }) => name === container);
  if (!status?.state?.running || deletionTimestamp) {
    throw new ClusterUnreachable(`${desired.template.slug}: ${container} does not run`);
  }
  return { namespace, pod: podName, container, argv };
}

/** A pod with the template's container as the app has it, but for its program and its variables. */
function restorer({ template, ...desired }: DesiredInstance, name: string): HelperParts {
  const own = template.sidecars.find((sidecar) => sidecar.name === name) ?? template;
  const { runAsUser, fsGroup, readOnlyRootFilesystem } = own.security;
  return {
    containers: [
      {
        name,
        image: own.image,
        imagePullPolicy: 'IfNotPresent',
        command: IDLE,
        resources: helperResources(1),
        securityContext: {
          ...containerSecurity(template.security.podSecurity, readOnlyRootFilesystem),
          runAsUser,
          runAsGroup: fsGroup,
        },
        volumeMounts: volumeMounts(name, own),
      },
    ],
    volumes: [dataVolume({ template, ...desired }), ...scratchVolumes(name, own.scratch)],
  };
}

/** Hands what is written on to `to`, so that either side's failure reaches the other. */
async function writing(to: Writable, write: (stdout: Writable) => Promise<void>): Promise<void> {
  const stdout = new PassThrough();
  const written = pipeline(stdout, to);
  // It is awaited later, and may fail before that.
  written.catch(() => {});
  try {
    await write(stdout);
    stdout.end();
  } catch (error) {
    stdout.destroy(error as Error);
    // By then `to` knows of it.
    await written.catch(() => {});
    throw error;
  }
  await written;
}

/** Begins to read before anything is awaited: a source that fails meanwhile must find somebody who listens. */
function listened(source: Readable): PassThrough {
  const input = new PassThrough().on('error', () => {});
  pipeline(source, input).catch(() => {});
  return input;
}
