import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { askProbe } from './probe.mjs';

/** The containers of one pod, on an empty volume below `directory`. */
export function startPod({ directory, root, containers, host }) {
  const { fsGroup } = containers[0].security;
  must('ip', ['link', 'set', 'lo', 'up']);
  for (const container of containers) mountRoot(container);
  let programs = [];

  return {
    /** Starts every program and returns when all probes have been answered. */
    async start() {
      programs = containers.map((container) => {
        if (!container.command) throw new Error(`no command for ${container.name}: see --beside`);
        return { container, process: inside(container, container.command), said: [] };
      });
      for (const { process, said } of programs) {
        for (const stream of [process.stdout, process.stderr]) {
          stream.on('data', (data) => said.push(data));
        }
      }
      for (const program of programs.toReversed()) await untilReady(program);
    },
    /** Asks every readiness probe until it is answered. */
    async ask() {
      for (const program of programs) await until(program, 'readiness', 30);
    },
    run,
    async stop() {
      for (const { process } of programs) {
        if (hasEnded(process)) continue;
        process.kill('SIGTERM');
        const timer = globalThis.setTimeout(() => process.kill('SIGKILL'), 30_000);
        await once(process, 'exit');
        clearTimeout(timer);
      }
    },
  };

  async function untilReady(program) {
    const { probes } = program.container;
    if (probes.startup) await until(program, 'startup', probes.startup.failureThreshold);
    if (probes.readiness) await until(program, 'readiness', 30);
    if (probes.liveness) await until(program, 'liveness', 1);
  }

  async function until({ container, process, said }, kind, times) {
    const probe = container.probes[kind];
    if (!probe) return;
    const began = Date.now();
    let answer;
    for (let time = 0; time < times; time += 1) {
      if (hasEnded(process)) break;
      answer = await askProbe(probe, { port: container.port, host, run: (it) => run(container.name, it) });
      if (answer.isSuccess) {
        const seconds = ((Date.now() - began) / 1000).toFixed(1);
        console.log(`${container.name} ${kind}: ${answer.text} (after ${seconds} s)`);
        return;
      }
      await setTimeout(probe.periodSeconds * 1000);
    }
    const output = Buffer.concat(said).toString().trim().split('\n').slice(-25).join('\n');
    const ended = hasEnded(process) ? `, the program ended: ${process.exitCode ?? process.signalCode}` : '';
    throw new Error(`${container.name} ${kind}: ${answer?.text ?? 'not asked'}${ended}\n${output}`);
  }

  /** Runs a command in a container as exec does and returns what it wrote; throws when it fails. */
  async function run(name, command, input) {
    const container = containers.find((one) => one.name === name);
    const process = inside(container, command);
    const out = [];
    const err = [];
    process.stdout.on('data', (data) => out.push(data));
    process.stderr.on('data', (data) => err.push(data));
    process.stdin.end(input);
    const [code] = await once(process, 'close');
    if (code !== 0) {
      throw new Error(`${command.join(' ').slice(0, 120)}… ended with ${code}: ${Buffer.concat(err)}`);
    }
    return Buffer.concat(out);
  }

  function inside({ name, security, cwd, env }, command) {
    const held = ['--no-new-privs', '--bounding-set=-all', '--inh-caps=-all'];
    const user = [`--reuid=${security.runAsUser}`, `--regid=${security.fsGroup}`, `--groups=${fsGroup}`];
    // As with a container runtime, standard output and error belong to the user, who may open them again by name.
    const at = ['bash', '-c', 'cd "$0" && exec "$@" > >(exec cat) 2> >(exec cat >&2)', cwd];
    const args = [rootOf(name), 'setpriv', ...user, ...held, ...at, ...command];
    return spawn('/usr/sbin/chroot', args, { env });
  }

  function rootOf(name) {
    return join(directory, name, 'root');
  }

  /** A copy-on-write view of the file system, read-only but for the volume and the scratch directories. */
  function mountRoot({ name, volume, scratch, security }) {
    const [target, upper, work] = ['root', 'upper', 'work'].map((part) => join(directory, name, part));
    for (const path of [target, upper, work]) mkdirSync(path, { recursive: true });
    const layers = `lowerdir=${root},upperdir=${upper},workdir=${work}`;
    must('mount', ['-t', 'overlay', 'overlay', '-o', layers, target]);
    const mounts = scratch.map((path, index) => ({ path, from: join(directory, name, `scratch-${index}`) }));
    if (volume) {
      writable(join(directory, 'volume'), 0o2775);
      mounts.push({ path: volume.mountPath, from: join(directory, 'volume', volume.subPath ?? '') });
    }
    for (const { path, from } of mounts) {
      writable(from, volume && path === volume.mountPath ? 0o2775 : 0o2777);
      // A link such as /var/run leads on within the container, not out of it.
      must('/usr/sbin/chroot', [target, 'mkdir', '-p', path]);
      const real = must('/usr/sbin/chroot', [target, 'realpath', path]).trim();
      must('mount', ['--bind', from, join(target, real)]);
    }
    for (const kernel of ['/proc', '/dev']) must('mount', ['--rbind', kernel, join(target, kernel)]);
    if (security.readOnlyRootFilesystem) must('mount', ['-o', 'remount,ro', target]);
  }

  /** As the kubelet leaves a volume: root's, and the group's to write. */
  function writable(path, mode) {
    mkdirSync(path, { recursive: true });
    chownSync(path, 0, fsGroup);
    chmodSync(path, mode);
  }
}

const hasEnded = ({ exitCode, signalCode }) => exitCode !== null || signalCode !== null;

function must(program, args) {
  const { status, error, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
  return stdout;
}
