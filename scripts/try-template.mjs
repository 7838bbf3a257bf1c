/**
 * Runs the programs of a service template once as its pod would, and asks its probes as the kubelet would: with the
 * environment that the manifests carry, as the template's user without any capability, on a read-only root file system
 * with the template's volume and scratch directories, in a network of its own. Limits of memory and processor are not
 * put on. Linux, as root; changes nothing outside a scratch directory.
 *
 *   node scripts/try-template.mjs ghost --env NODE_ENV=production --cwd /opt/ghost -- node index.js
 *   node scripts/try-template.mjs valkey --root /srv/debian --back-up
 *
 * After `--` stands the app's command; without one it is the template's `args`.
 *   --root DIR             programs are looked for in this file system instead of this machine's
 *   --cwd DIR              directory the app starts in
 *   --env NAME=VALUE       what the image itself sets; may be repeated
 *   --beside NAME=COMMAND  shell command of a sidecar; may be repeated
 *   --back-up              backs up, restores into an empty volume, and asks again
 *   --write COMMAND        shell command that puts something in, before the backup
 *   --read COMMAND         shell command that prints it: it must print the same after the restore
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPod } from './templates/pod.mjs';
import { loadSource } from './templates/source.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    root: { type: 'string', default: '/' },
    cwd: { type: 'string', default: '/' },
    env: { type: 'string', multiple: true, default: [] },
    beside: { type: 'string', multiple: true, default: [] },
    'back-up': { type: 'boolean', default: false },
    write: { type: 'string' },
    read: { type: 'string' },
  },
});
const [slug, ...command] = positionals;
if (!slug) throw new Error('Which template? See the head of this file.');
if (process.env.TRY_TEMPLATE === undefined) process.exit(inNamespaces());

const { sampleInstance } = await loadSource('packages/cluster/src/sample-instance.ts');
const { environmentOf } = await loadSource('packages/cluster/src/environment.ts');
const { ingressHost } = await loadSource('packages/cluster/src/address.ts');
const { makeSecrets } = await loadSource('packages/domain/src/instance/make-secrets.ts');

const settings = { appsDomain: 'apps.example.test' };
const desired = sampleInstance(slug);
desired.secrets = makeSecrets(desired.template.secrets);
const host = ingressHost(desired.subdomain, settings);
const { sidecars, ...app } = environmentOf(desired, settings);
const containers = [
  { ...desired.template, ...app, name: 'app', command: command.length > 0 ? command : desired.template.args },
  ...desired.template.sidecars.map((sidecar) => {
    return { ...sidecar, command: besideOf(sidecar.name) ?? sidecar.args, ...sidecars[sidecar.name] };
  }),
].map((container) => ({
  ...container,
  cwd: container.name === 'app' ? options.cwd : '/',
  env: {
    PATH: process.env.PATH,
    ...ownEnvironment(container.name),
    ...container.config,
    ...container.secret,
  },
}));

const work = mkdtempSync(join(tmpdir(), 'try-template-'));
try {
  console.log(`${slug} ${desired.template.version}, image ${desired.template.image}`);
  const pod = startPod({ directory: join(work, '1'), root: options.root, containers, host });
  await pod.start();
  if (options['back-up']) await backUpAndRestore(pod);
  else await pod.stop();
} catch (error) {
  console.log(`✖ ${error.message}`);
  process.exitCode = 1;
} finally {
  spawnSync('sh', ['-c', `grep -o '${work}[^ ]*' /proc/mounts | sort -r | xargs -r umount -l`]);
  rmSync(work, { recursive: true, force: true });
}
// Whatever still runs ends with this process, the first of its namespace.
process.exit();

async function backUpAndRestore(first) {
  const { backup } = desired.template;
  if (!backup) throw new Error('the template has no backup command');
  const where = backup.container ?? 'app';
  const shell = (pod, script) => pod.run(where, ['sh', '-ec', script]);
  if (options.write) await shell(first, options.write);
  const before = options.read && (await shell(first, options.read));
  const dump = await first.run(where, backup.command);
  const sum = createHash('sha256').update(dump).digest('hex').slice(0, 16);
  console.log(`backup: ${dump.length} bytes, sha256 ${sum}…`);
  await first.stop();

  const second = startPod({ directory: join(work, '2'), root: options.root, containers, host });
  const { restore } = backup;
  if (restore.when === 'before-start') await second.run(where, restore.command, dump);
  await second.start();
  if (restore.when === 'running') await second.run(where, restore.command, dump);
  await second.ask();
  console.log(`restored ${restore.when}`);
  if (before) {
    const after = await shell(second, options.read);
    if (!before.equals(after)) throw new Error(`before: ${before}after: ${after}`);
    console.log(`what was written is there again: ${String(after).trim().slice(0, 200)}`);
  }
  await second.stop();
}

function besideOf(name) {
  const given = options.beside.find((text) => text.startsWith(`${name}=`));
  return given && ['sh', '-ec', given.slice(name.length + 1)];
}

/** What `--env` says is the app's image's; a sidecar's is told in its command. */
function ownEnvironment(name) {
  if (name !== 'app') return {};
  return Object.fromEntries(options.env.map((pair) => pair.split(/=(.*)/s).slice(0, 2)));
}

/** This script again, where its mounts, network and processes are nobody else's and end with it. */
function inNamespaces() {
  const flags = ['--mount', '--net', '--pid', '--fork', '--mount-proc', '--kill-child'];
  const again = [process.execPath, ...process.argv.slice(1)];
  const { status, error } = spawnSync('unshare', [...flags, ...again], {
    stdio: 'inherit',
    env: { ...process.env, TRY_TEMPLATE: 'inside' },
  });
  if (error) throw error;
  return status ?? 1;
}
