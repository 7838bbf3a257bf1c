import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { freePort } from '../postgres/free-port.js';
import { identify } from '../process-identity.js';
import { checkPortsFree } from './ports.js';

const local = fileURLToPath(new URL('../..', import.meta.url));
const built = join(local, 'node_modules', `.supervisor-test-${process.pid}`);
// Each test starts a dozen processes, and on a busy machine each of them takes its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const sandboxes = ['midtrans', 'tripay', 'mailbox', 'kubernetes', 'dns'];
const apps = ['provisioning', 'renewal', 'notification', 'api'];
const order = [...sandboxes, ...apps];

/** Stands for one of the product's processes: it says when it starts and stops, and misbehaves when told to. */
const fake = `
import { appendFileSync, existsSync } from 'node:fs';
import { createServer } from 'node:http';
const name = NAME;
const EVENTS = PATH;
const say = (what) => appendFileSync(EVENTS, what + ' ' + name + ' ' + process.pid + '\\n');
const told = (what) => existsSync(EVENTS + '.' + what + '-' + name);
process.on('SIGTERM', () => { say('stop'); if (!told('ignore')) setTimeout(() => process.exit(0), told('slow') ? 400 : 0); });
for (const port of PORTS) createServer((_, answer) => answer.end('ok')).listen(process.env[port], '127.0.0.1');
say('start');
if (told('crash')) { console.error('cannot go on'); process.exit(3); }
if (told('hang')) for (;;);
setInterval(() => {}, 1000);
`;

const fakes: [path: string, name: string, ports: string[]][] = [
  ['packages/local/dist/midtrans', 'midtrans', ['MIDTRANS_SANDBOX_PORT']],
  ['packages/local/dist/tripay', 'tripay', ['TRIPAY_SANDBOX_PORT']],
  ['packages/local/dist/mailbox', 'mailbox', ['MAILBOX_HTTP_PORT', 'MAILBOX_SMTP_PORT']],
  ['packages/local/dist/kubernetes', 'kubernetes', ['SIM_KUBERNETES_PORT', 'SIM_INGRESS_PORT']],
  ['packages/local/dist/dns', 'dns', ['DNS_SANDBOX_PORT', 'DNS_SANDBOX_HTTP_PORT']],
  ['apps/provisioning-worker/dist', 'provisioning', []],
  ['apps/renewal-worker/dist', 'renewal', []],
  ['apps/notification-worker/dist', 'notification', []],
  ['apps/api/dist', 'api', ['PORT']],
];

const commandLine = `
import { appendFileSync, existsSync } from 'node:fs';
const command = process.argv[2];
const EVENTS = PATH;
if (existsSync(EVENTS + '.crash-' + command)) { console.log('relation is missing'); process.exit(1); }
appendFileSync(EVENTS, 'command ' + command + ' ' + process.pid + '\\n');
`;

let root: string;
let port: number;
let runs: ChildProcess[];

beforeAll(() => {
  const tsc = join(local, '../../node_modules/.bin/tsc');
  spawnSync(tsc, ['-p', join(local, 'tsconfig.build.json'), '--outDir', built]);
  write(join(built, 'package.json'), '{"type":"module"}');
});

afterAll(() => rmSync(built, { recursive: true, force: true }));

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'minispod-supervisor-'));
  runs = [];
  port = await freePorts();
  const eventsPath = JSON.stringify(join(root, 'events'));
  write(join(root, 'package.json'), '{"type":"module"}');
  for (const [folder, name, ports] of fakes) {
    const code = fake.replace('NAME', JSON.stringify(name)).replace('PORTS', JSON.stringify(ports));
    write(join(root, folder, 'main.js'), code.replace('PATH', eventsPath));
  }
  write(join(root, 'apps/api/dist/cli.js'), commandLine.replace('PATH', eventsPath));
  copyFileSync(join(local, '../../.env.example'), join(root, '.env.example'));
  const run = JSON.stringify(join(built, 'supervisor/run.js'));
  write(
    join(root, 'run.js'),
    `import { runSupervisor } from ${run};\nprocess.exit(await runSupervisor(import.meta.dirname, () => process.env));`,
  );
});

afterEach(() => {
  for (const run of runs) run.kill('SIGKILL');
  for (const { pid } of events()) if (identify(pid)) process.kill(pid, 'SIGKILL');
  rmSync(root, { recursive: true, force: true });
});

const modeOf = (...path: string[]) => statSync(join(root, ...path)).mode & 0o777;

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** The first of as many in a row as MinisPod takes. */
async function freePorts(): Promise<number> {
  for (;;) {
    const base = await freePort();
    const ports = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((offset) => base + offset);
    if (
      base < 65_000 &&
      (await checkPortsFree(ports, base).then(
        () => true,
        () => false,
      ))
    )
      return base;
  }
}

interface Run {
  process: ChildProcess;
  output(): string;
  exitCode: Promise<number | null>;
}

function run(environment: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, [join(root, 'run.js')], {
    detached: true,
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      DATABASE_URL: 'postgresql://127.0.0.1:1/none',
      ...environment,
    },
  });
  runs.push(child);
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  return { process: child, output: () => output, exitCode: once(child, 'close').then(([code]) => code) };
}

async function started(environment: Record<string, string> = {}): Promise<Run> {
  const begun = run(environment);
  await expect.poll(begun.output, { timeout: 40_000 }).toContain('Ctrl-C stops everything');
  return begun;
}

function events(): { what: string; name: string; pid: number }[] {
  const file = join(root, 'events');
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [what = '', name = '', pid] = line.split(' ');
    return { what, name, pid: Number(pid) };
  });
}

const names = (what: string) => events().flatMap((event) => (event.what === what ? [event.name] : []));
const pidOf = (name: string) =>
  events().findLast((event) => event.what === 'start' && event.name === name)?.pid ?? 0;
const survivors = () => events().filter(({ pid }) => identify(pid));
const tell = (name: string, what: string) => writeFileSync(join(root, `events.${what}-${name}`), '');
const left = () => ['lock', 'runtime.json'].filter((name) => existsSync(join(root, '.minispod', name)));

test('starts in order, says where all is and who may log in, stops in the opposite order and leaves nothing', async () => {
  const { process: supervisor, output, exitCode } = await started();
  expect(names('command')).toEqual(['migrate', 'seed']);
  const begun = names('start');
  const first = sandboxes.length;
  expect([begun.slice(0, first).sort(), begun.slice(first).sort()]).toEqual([
    sandboxes.toSorted(),
    apps.toSorted(),
  ]);
  const secrets = JSON.parse(readFileSync(join(root, '.minispod/secrets.json'), 'utf8'));
  expect(output()).toContain(`http://localhost:${port + 1}`);
  expect(output()).toContain(`customer@minispod.local    ${secrets.CUSTOMER_PASSWORD}`);
  for (const name of ['secrets.json', 'runtime.json']) {
    expect(modeOf('.minispod', name)).toBe(0o600);
  }
  // Of what the processes write, too; as root another account's PostgreSQL must be able to pass.
  expect(modeOf('events')).toBe(0o600);
  expect(modeOf('.minispod')).toBe(process.getuid?.() === 0 ? 0o711 : 0o700);
  supervisor.kill('SIGTERM');
  expect(await exitCode).toBe(0);
  expect(names('stop')).toEqual(order.toReversed());
  expect(survivors()).toEqual([]);
  expect(left()).toEqual([]);
});

test('one Ctrl-C, which the terminal sends to the whole group and npm repeats, stops in order', async () => {
  tell('api', 'slow');
  const { process: supervisor, output, exitCode } = await started();
  process.kill(-(supervisor.pid ?? 0), 'SIGINT');
  await expect.poll(output, { interval: 5 }).toContain('stopping');
  supervisor.kill('SIGINT');
  expect(await exitCode).toBe(0);
  expect(names('stop')).toEqual(order.toReversed());
  expect(survivors()).toEqual([]);
});

test('a Ctrl-C in the middle of a start stops what was started', async () => {
  const { process: supervisor, exitCode, output } = run();
  await expect.poll(() => names('start'), { timeout: 30_000 }).toContain('midtrans');
  supervisor.kill('SIGINT');
  expect(await exitCode).toBe(0);
  expect(output()).not.toContain('✖');
  expect(survivors()).toEqual([]);
  expect(left()).toEqual([]);
});

test('a second Ctrl-C ends at once what does not want to end', async () => {
  tell('api', 'ignore');
  const { process: supervisor, exitCode } = await started();
  const before = Date.now();
  supervisor.kill('SIGINT');
  await expect.poll(() => Date.now() - before, { timeout: 5_000 }).toBeGreaterThan(800);
  supervisor.kill('SIGINT');
  expect(await exitCode).toBe(130);
  expect(survivors()).toEqual([]);
  expect(left()).toEqual([]);
});

test('a process killed with -9 is started again, and it is said', async () => {
  const { output } = await started();
  process.kill(pidOf('renewal'), 'SIGKILL');
  await expect
    .poll(() => names('start').filter((name) => name === 'renewal').length, { timeout: 30_000 })
    .toBe(2);
  expect(output()).toContain('renewal ended by SIGKILL; starting it again in 250 ms');
});

test('five crashes within a minute: says who and why, and stops everything', async () => {
  tell('notification', 'crash');
  const { output, exitCode } = run();
  expect(await exitCode).toBe(1);
  expect(names('start').filter((name) => name === 'notification').length).toBe(5);
  expect(output()).toMatch(
    /✖ notification ended with exit code 3 five times within a minute\. It last said:\s+cannot go on/,
  );
  expect(survivors()).toEqual([]);
  expect(left()).toEqual([]);
});

test('a migration that fails is shown, and nothing is started after it', async () => {
  tell('migrate', 'crash');
  const { output, exitCode } = run();
  expect(await exitCode).toBe(1);
  expect(output()).toMatch(/✖ migrate ended with exit code 1\. It last said:\s+relation is missing/);
  expect(names('start')).toEqual([]);
});

test('kill -9 of the supervisor: its processes end by themselves, and the next start takes over', async () => {
  const first = await started();
  first.process.kill('SIGKILL');
  await first.exitCode;
  await expect.poll(survivors, { timeout: 30_000 }).toEqual([]);
  const second = await started();
  second.process.kill('SIGTERM');
  expect(await second.exitCode).toBe(0);
});

test('a process whose supervisor is gone before Node has started ends, too', async () => {
  const hook = join(built, 'supervisor/end-with-parent.js');
  const orphan = spawn(process.execPath, ['--import', hook, '-e', 'setInterval(() => {}, 1_000)'], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  runs.push(orphan);
  orphan.disconnect();
  expect(await once(orphan, 'exit')).toEqual([null, 'SIGTERM']);
});

test('what a killed supervisor left hanging is ended by the next start', async () => {
  tell('renewal', 'hang');
  const first = await started();
  first.process.kill('SIGKILL');
  await first.exitCode;
  await expect.poll(() => survivors().map(({ name }) => name), { timeout: 30_000 }).toEqual(['renewal']);
  const hanging = pidOf('renewal');
  rmSync(join(root, 'events.hang-renewal'));
  const second = await started();
  expect(identify(hanging)).toBeUndefined();
  expect(second.output()).toContain('ended 1 processes that a killed MinisPod had left behind');
});

test('a port in use is named, with how to choose others, and nothing is left', async () => {
  const blocker = createServer().listen(port + 2, '127.0.0.1');
  await once(blocker, 'listening');
  const { output, exitCode } = run();
  expect(await exitCode).toBe(1);
  expect(output()).toContain(`Port ${port + 2} is in use by another program. Choose other ports: PORT=`);
  expect(events()).toEqual([]);
  expect(left()).toEqual([]);
  blocker.close();
});

test('a second start on the same data says which process runs it', async () => {
  const first = await started();
  const second = run({ PORT: String(await freePorts()) });
  expect(await second.exitCode).toBe(1);
  expect(second.output()).toContain(`(process ${first.process.pid}). Stop that one, or start another`);
  expect(survivors().length).toBe(order.length);
});
