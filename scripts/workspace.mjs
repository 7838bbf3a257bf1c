import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Ends this script with one line that says what to do. */
export function giveUp(message) {
  console.error(`✖ ${message}`);
  process.exit(1);
}

export function checkNode() {
  const wanted = manifest.engines.node.replace('>=', '');
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [wantedMajor, wantedMinor] = wanted.split('.').map(Number);
  if (major < wantedMajor || (major === wantedMajor && minor < wantedMinor)) {
    giveUp(
      `MinisPod needs Node ${wanted} or newer; this is ${process.versions.node}. Get it from nodejs.org.`,
    );
  }
  if (process.platform === 'win32') giveUp('MinisPod runs on Linux and macOS; on Windows, run it under WSL.');
}

/** Installs the dependencies when the lockfile is not the one that was installed last. */
export function install() {
  const stamp = join(root, 'node_modules/.minispod-installed');
  const installed = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';
  const wanted = fingerprint(['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json']);
  if (installed === wanted) return;
  console.log('· installing the dependencies (a minute or two the first time)');
  // Under NODE_ENV=production pnpm would leave out the tools that build.
  const { status, output } = runPnpm(['install', '--frozen-lockfile', '--reporter=append-only'], {
    NODE_ENV: '',
  });
  if (status !== 0) {
    console.error(output.trimEnd());
    giveUp(explainInstall(output));
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

/** Builds what changed since the last build; turbo knows. */
export function build() {
  const { status, output } = runPnpm([
    'exec',
    'turbo',
    'run',
    'build',
    '--output-logs=errors-only',
    '--ui=stream',
  ]);
  if (status !== 0) {
    console.error(output.trimEnd());
    giveUp(
      output.includes('ENOSPC')
        ? 'The disk is full: free some space and try again.'
        : 'The build failed, see above.',
    );
  }
}

/** Rebuilds on every change until it is killed. */
export function watchBuilds() {
  const [command, ...args] = pnpm([
    'exec',
    'turbo',
    'watch',
    'build',
    '--output-logs=errors-only',
    '--ui=stream',
  ]);
  return spawn(command, args, {
    cwd: root,
    env: environment(),
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
}

/** The version that package.json names, through npx, so that nothing but Node and npm has to be there. */
const pnpm = (args) => ['npx', '--yes', manifest.packageManager, ...args];

const environment = (own = {}) => ({
  ...process.env,
  TURBO_TELEMETRY_DISABLED: '1',
  TURBO_NO_UPDATE_NOTIFIER: '1',
  ...own,
});

function runPnpm(args, own) {
  const [command, ...rest] = pnpm(args);
  const result = spawnSync(command, rest, {
    cwd: root,
    env: environment(own),
    encoding: 'utf8',
    maxBuffer: 2 ** 27,
  });
  if (result.error) giveUp(`npx could not be started (${result.error.message}): is npm installed?`);
  return { status: result.status, output: `${result.stdout}${result.stderr}` };
}

function explainInstall(output) {
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|fetch failed/.test(output)) {
    return 'The package registry cannot be reached: check the network (and npm config get registry), then try again.';
  }
  if (/ENOSPC/.test(output)) return 'The disk is full: free some space and try again.';
  if (/EACCES|EPERM/.test(output))
    return 'A file may not be written, see above: does the folder belong to you?';
  return 'The dependencies could not be installed, see above.';
}

function fingerprint(files) {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}-${process.versions.modules}`);
  for (const file of files) hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
}
