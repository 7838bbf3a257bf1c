import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { checkPortsFree } from '@minispod/local/supervisor/ports';
import { processesOf } from './processes.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What each process runs, by the name under which the product's log shows it. */
const entries = {
  api: 'apps/api/dist/main.js',
  provisioning: 'apps/provisioning-worker/dist/main.js',
  renewal: 'apps/renewal-worker/dist/main.js',
  notification: 'apps/notification-worker/dist/main.js',
  midtrans: 'packages/local/dist/midtrans/main.js',
  tripay: 'packages/local/dist/tripay/main.js',
  dns: 'packages/local/dist/dns/main.js',
  mailbox: 'packages/local/dist/mailbox/main.js',
  kubernetes: 'packages/local/dist/kubernetes/main.js',
  supervisor: 'packages/local/dist/supervisor/main.js',
};
const commandEntry = 'packages/local/dist/supervisor/command.js';
export type ProcessName = keyof typeof entries | 'postgres';

export interface ProductOptions {
  /** Over the defaults, as a person would set them before `npm start`. */
  env?: Record<string, string>;
  /** Queues on Redis; absent: on PostgreSQL. */
  redisUrl?: string | undefined;
  /** A real cluster; absent: the simulated one. */
  kubeconfig?: string | undefined;
  /** Data of an earlier run to go on with, and its port; absent: new ones. */
  data?: { directory: string; port: number };
}

/** A MinisPod that runs as `npm start` runs it. */
export interface Product {
  data: { directory: string; port: number };
  /** Of the API and the console. */
  url: string;
  midtrans: string;
  tripay: string;
  mailbox: string;
  kubernetes: string;
  ingressPort: number;
  /** Where records of customers' domains are set; nobody is there with a real cluster. */
  dns: string;
  databaseUrl: string;
  /** What its processes were configured with; passwords and keys among it. */
  settings: Record<string, string>;
  /** How long it took until it was ready, in ms. */
  startedAfter: number;
  /** Everything it has printed. */
  output(): string;
  /** kill -9. */
  kill(name: ProcessName): void;
  /** The number of the process that has this name now; undefined while there is none. */
  pid(name: ProcessName): number | undefined;
  /** `minispod …` as from another terminal, beside what runs. */
  command(...words: string[]): Promise<{ code: number | null; stdout: string; stderr: string }>;
  /** Resolves when the supervisor itself has ended, however. */
  exited: Promise<number | null>;
  /**
   * Stops it as Ctrl-C does and forgets its data, unless they are to be kept. Throws when it did not end with exit code
   * 0, or left a process or a lock behind.
   */
  stop(options?: { keepData?: boolean }): Promise<void>;
}

/** Starts the built product (`npm test` builds it first) and resolves when it says that it runs. */
export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const directory = options.data?.directory ?? mkdtempSync(join(tmpdir(), 'minispod-product-'));
  const port = options.data?.port ?? (await nineFreePorts());
  const begun = performance.now();
  const child = spawn(process.execPath, [join(root, entries.supervisor)], {
    cwd: root,
    env: environment(options, directory, port),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const exited = once(child, 'close').then(([code]): number | null => code);
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', () => output.includes('Ctrl-C stops everything') && resolve());
    exited.then((code) => reject(new Error(`MinisPod ended with ${code} before it was ready:\n${output}`)));
  });

  const pid = (name: ProcessName) => findProcess(directory, name);
  const { environment: settings } = JSON.parse(readFileSync(join(directory, 'runtime.json'), 'utf8'));
  return {
    data: { directory, port },
    url: `http://localhost:${port}`,
    midtrans: `http://127.0.0.1:${port + 1}`,
    tripay: `http://127.0.0.1:${port + 8}`,
    mailbox: `http://127.0.0.1:${port + 2}`,
    kubernetes: `http://127.0.0.1:${port + 3}`,
    ingressPort: port + 4,
    dns: `http://127.0.0.1:${port + 7}`,
    databaseUrl: settings.DATABASE_OWNER_URL ?? settings.DATABASE_URL,
    settings,
    startedAfter: performance.now() - begun,
    output: () => output,
    pid,
    kill(name) {
      const found = pid(name);
      if (found === undefined) throw new Error(`${name} does not run:\n${output}`);
      process.kill(found, 'SIGKILL');
    },
    command: (...words) => runCommand(words, environment(options, directory, port)),
    exited,
    async stop({ keepData = false } = {}) {
      child.kill('SIGTERM');
      const code = await exited;
      const left = [...processesOf(directory).map(({ command }) => command), ...locksIn(directory)];
      if (!keepData) rmSync(directory, { recursive: true, force: true });
      if (code !== 0 || left.length > 0) {
        throw new Error(`MinisPod ended with ${code} and left [${left.join(', ')}] behind:\n${output}`);
      }
    },
  };
}

function environment(
  { env, redisUrl = '', kubeconfig = '' }: ProductOptions,
  directory: string,
  port: number,
): Record<string, string | undefined> {
  const { PATH, HOME, TMPDIR } = process.env;
  return {
    PATH,
    HOME,
    TMPDIR,
    // As under npm: it ends by itself when the test run is gone.
    npm_lifecycle_event: 'start',
    // An empty variable is an absent one, whatever the developer's own `.env` says.
    DATABASE_URL: '',
    SMTP_URL: '',
    MIDTRANS_SERVER_KEY: '',
    TRIPAY_API_KEY: '',
    REDIS_URL: redisUrl,
    KUBECONFIG: kubeconfig,
    CLUSTER: kubeconfig ? 'kubeconfig' : 'simulated',
    PORT: String(port),
    MINISPOD_DATA_DIR: directory,
    ...env,
  };
}

async function runCommand(words: string[], env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [join(root, commandEntry), ...words], { cwd: root, env });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { code, stdout, stderr };
}

/** Below the ports that systems hand out by themselves, so that none is taken between this look and the start. */
async function nineFreePorts(): Promise<number> {
  for (;;) {
    const base = randomInt(10_000, 32_000);
    const nine = Array.from({ length: 9 }, (_, offset) => base + offset);
    try {
      await checkPortsFree(nine, base);
      return base;
    } catch {
      // Others are tried.
    }
  }
}

function findProcess(directory: string, name: ProcessName): number | undefined {
  if (name === 'postgres') {
    const file = join(directory, 'postgres/data/postmaster.pid');
    return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : undefined;
  }
  return processesOf(directory).find(({ command }) => command.includes(join(root, entries[name])))?.pid;
}

function locksIn(directory: string): string[] {
  const locks = ['lock', 'runtime.json', 'postgres/lock', 'postgres/data/postmaster.pid'];
  return locks.map((name) => join(directory, name)).filter((path) => existsSync(path));
}
