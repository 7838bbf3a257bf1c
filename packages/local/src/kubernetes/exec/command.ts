import type { Cluster } from '../cluster.js';
import type { Pod } from '../kinds.js';
import { type PodVolume, volumesOf } from '../pod-volume.js';
import { parseQuantity } from '../quantity.js';
import { RESOURCES } from '../resources.js';
import { CHANNEL, type Channels } from './channels.js';

export interface Command {
  pod: Pod;
  container: string;
  argv: string[];
  stdin: boolean;
  stdout: boolean;
  stderr: boolean;
  /** The client is not to hear how it ended. */
  lost: boolean;
}

/** As a shell reports a process that was killed. */
const KILLED = 137;

/**
 * Does what a command in a pod stands for, and returns its exit code. No program is run and `argv` is hardly read:
 * with stdin every command replaces the content of the container's volume by what it reads (so "restore"), without
 * it every command writes that content to stdout (so "backup"), and `df` answers like `df -Pk`. A container without
 * a volume of its own has its pod's; a pod without one has nothing to write and forgets what it reads.
 */
export async function execute(cluster: Cluster, command: Command, channels: Channels): Promise<number> {
  const { pod, container, argv } = command;
  const image = pod.spec.containers.find(({ name }) => name === container)?.image ?? '';
  const fault = cluster.faults.takeForExec(pod, image, argv.join(' '));
  if (fault) {
    if (command.stderr) await channels.send(CHANNEL.stderr, fault.stderr);
    return fault.exitCode;
  }
  const volumes = volumesOf(cluster.store, pod, container);
  if (isDf(argv)) {
    if (command.stdout) await channels.send(CHANNEL.stdout, df(cluster, pod, volumes));
    return 0;
  }
  const name = volumes[0]?.volume.metadata.name;
  if (command.stdin) {
    if (name === undefined) for await (const _ of channels.stdin);
    else await cluster.contents.write(name, channels.stdin);
    return 0;
  }
  if (name === undefined || !command.stdout) return 0;
  for await (const chunk of cluster.contents.read(name)) {
    if (!channels.open || !isRunning(cluster, pod, container)) return KILLED;
    await channels.send(CHANNEL.stdout, chunk);
  }
  return 0;
}

/** Whether the container that a command was started in still runs. */
export function isRunning({ store }: Cluster, { metadata }: Pod, container: string): boolean {
  const pod = store.get<Pod>(RESOURCES.pods, metadata.namespace, metadata.name);
  if (pod?.metadata.uid !== metadata.uid) return false;
  return pod.status?.containerStatuses?.find(({ name }) => name === container)?.state.running !== undefined;
}

/** `df …`, or `sh -c 'df …'`. */
function isDf([program = '', flag, script = '']: string[]): boolean {
  const shell = /^(\/bin\/)?(ba)?sh$/.test(program) && /^-\w*c$/.test(flag ?? '');
  return /^(\/usr)?(\/bin\/)?df$/.test((shell ? script : program).trim().split(/\s/)[0] ?? '');
}

/** POSIX format: https://pubs.opengroup.org/onlinepubs/9699919799/utilities/df.html */
function df({ load }: Cluster, pod: Pod, volumes: PodVolume[]): string {
  const rows = volumes.flatMap(({ name, claim, mountPath }) => {
    if (!mountPath) return [];
    const blocks = Math.round((parseQuantity(claim.status?.capacity?.storage) ?? 0) / 1024);
    const used = Math.floor(blocks * load.ofVolume(pod, Date.now()));
    return [
      `/dev/simulated/${name} ${blocks} ${used} ${blocks - used} ${Math.ceil((used / blocks) * 100)}% ${mountPath}`,
    ];
  });
  return `${['Filesystem 1024-blocks Used Available Capacity Mounted on', ...rows].join('\n')}\n`;
}
