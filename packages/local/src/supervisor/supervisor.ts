import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { acquireProcessLock, LockedError } from '../process-lock.js';
import type { Configuration } from './configuration.js';
import { makeDataDirectory } from './data-directory.js';
import type { Environment } from './env.js';
import { KeptService } from './kept-service.js';
import { LocalPostgres } from './local-postgres.js';
import { type Running, startNodeProcess } from './node-process.js';
import { checkPortsFree, untilListening } from './ports.js';
import { endOrphans, RunRecord } from './run-record.js';
import { keepSecrets, type Secrets } from './secrets.js';
import { commandLineEntry, planServices, productEnvironment, type Service } from './services.js';
import { StartError } from './start-error.js';
import { printSummary } from './summary.js';
import type { Terminal } from './terminal.js';

/** How long a service may take until it listens, and the API until it is ready, in ms. */
const startDeadline = 60_000;

/** Starts everything in order, keeps it running, stops it in the opposite order. */
export class Supervisor {
  /** Resolves when a service had to be given up, with the reason. */
  readonly failed: Promise<StartError>;
  #fail: (error: StartError) => void = () => {};
  #stopping = new AbortController();
  #services: KeptService[] = [];
  #command: Running | undefined;
  #undo: (() => void)[] = [];
  #starting: Promise<void> | undefined;
  #record: RunRecord;

  constructor(
    readonly configuration: Configuration,
    readonly terminal: Terminal,
  ) {
    this.#record = new RunRecord(configuration.dataDirectory);
    this.failed = new Promise((resolve) => {
      this.#fail = resolve;
    });
  }

  get stopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  /**
   * Resolves when the API says that it is ready.
   * @throws StartError or PostgresError; whatever was started by then is still to be stopped
   */
  start(): Promise<void> {
    this.#starting = this.#start();
    return Promise.race([
      this.#starting,
      this.failed.then((error) => {
        throw error;
      }),
    ]);
  }

  /** Everything down, in order; also in the middle of a start. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#command?.stop();
    await this.#starting?.catch(() => {});
    for (const service of this.#services.toReversed()) await service.stop();
    this.#release();
  }

  /** Everything down at once. What was in progress is recovered by the next start. */
  async kill(): Promise<void> {
    this.#stopping.abort();
    await Promise.all([this.#command?.kill(), ...this.#services.map((service) => service.kill())]);
    this.#release();
  }

  /** New processes for all but the database, for new code. */
  async restart(): Promise<void> {
    const processes = this.#services.filter(({ name }) => name !== 'postgres');
    for (const service of processes.toReversed()) await service.stop();
    for (const service of processes) await service.restart();
  }

  async #start(): Promise<void> {
    const begun = Date.now();
    const { configuration, terminal } = this;
    const { dataDirectory } = configuration;
    makeDataDirectory(dataDirectory);
    this.#undo.push(lock(dataDirectory));
    const orphans = await endOrphans(dataDirectory);
    if (orphans > 0) terminal.note(`ended ${orphans} processes that a killed MinisPod had left behind`);
    const secrets = keepSecrets(dataDirectory);
    const planned = planServices(configuration, secrets, {}).flat();
    await checkPortsFree(
      planned.flatMap(({ ports }) => ports).sort((a, b) => a - b),
      configuration.ports.api,
    );
    checkBuilt(planned);

    const product = productEnvironment(configuration, secrets, await this.#startDatabase());
    this.#undo.push(() => this.#record.remove());
    this.#record.setEnvironment(product);
    await this.#runCommand('migrate', product);
    await this.#runCommand('seed', product);
    await this.#startServices(secrets, product);
    await this.#untilReady();
    printSummary(terminal, configuration, product, (Date.now() - begun) / 1_000);
  }

  /** @returns its address */
  async #startDatabase(): Promise<string> {
    const { local, dataDirectory, environment } = this.configuration;
    if (!local.postgres) return environment.DATABASE_URL ?? '';
    const postgres = new LocalPostgres(dataDirectory, this.terminal);
    await this.#keep('postgres', () => postgres.launch());
    this.terminal.note('PostgreSQL runs');
    return postgres.url;
  }

  async #runCommand(command: string, environment: Environment): Promise<void> {
    this.#stopping.signal.throwIfAborted();
    const { root } = this.configuration;
    const onLine = (line: string) => this.terminal.line(command, line, 30);
    this.#command = startNodeProcess(commandLineEntry(root), [command], { cwd: root, environment, onLine });
    this.#record.add(this.#command.pid);
    const how = await this.#command.exited;
    this.#command = undefined;
    this.#stopping.signal.throwIfAborted();
    if (how !== 'ended with exit code 0') throw this.#explain(command, how);
    this.terminal.note(`${command} done`);
  }

  async #startServices(secrets: Secrets, product: Environment): Promise<void> {
    for (const group of planServices(this.configuration, secrets, product)) {
      this.#stopping.signal.throwIfAborted();
      for (const service of group) await this.#keep(service.name, async () => this.#launch(service));
      for (const { name, ports } of group) {
        for (const port of ports) await this.#within(name, (signal) => untilListening(port, signal));
      }
    }
  }

  #launch({ name, entry, environment }: Service): Running {
    const onLine = (line: string) => this.terminal.line(name, line);
    const running = startNodeProcess(entry, [], { cwd: this.configuration.root, environment, onLine });
    this.#record.add(running.pid);
    return running;
  }

  async #keep(name: string, launch: () => Promise<Running>): Promise<void> {
    const { terminal } = this;
    const service = new KeptService(name, launch, {
      crashed: (how, pause) => terminal.note(`${name} ${how}; starting it again in ${pause} ms`, 'yellow'),
      gaveUp: (how) => this.#fail(this.#explain(name, `${how} five times within a minute`)),
    });
    this.#services.push(service);
    await service.start();
  }

  async #untilReady(): Promise<void> {
    const url = `http://127.0.0.1:${this.configuration.ports.api}/health/ready`;
    await this.#within('api', async (signal) => {
      while (!(await answersOk(url, signal))) await delay(50, undefined, { signal });
    });
  }

  /** @throws StartError when it takes longer than a start may */
  async #within(name: string, wait: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const deadline = AbortSignal.timeout(startDeadline);
    try {
      await wait(AbortSignal.any([deadline, this.#stopping.signal]));
    } catch (error) {
      if (deadline.aborted) throw this.#explain(name, `was not ready after ${startDeadline / 1_000} s`);
      throw error;
    }
  }

  /** With its last lines, unless they are on the screen already. */
  #explain(name: string, how: string): StartError {
    const lines = this.terminal.lastLines(name).map((line) => `\n    ${line}`);
    return new StartError(`${name} ${how}.${lines.length > 0 ? ' It last said:' : ''}${lines.join('')}`);
  }

  #release(): void {
    for (const undo of this.#undo.splice(0).toReversed()) undo();
  }
}

function lock(dataDirectory: string): () => void {
  try {
    return acquireProcessLock(join(dataDirectory, 'lock'));
  } catch (error) {
    if (!(error instanceof LockedError)) throw error;
    throw new StartError(
      `MinisPod already runs on ${dataDirectory} (process ${error.pid}). Stop that one, or start another with other data and ports: MINISPOD_DATA_DIR=.minispod-2 PORT=4000 npm start.`,
    );
  }
}

function checkBuilt(services: Service[]): void {
  const missing = services.find(({ entry }) => !existsSync(entry));
  if (missing)
    throw new StartError(`${missing.name} is not built (${missing.entry} is missing): run npm run build.`);
}

async function answersOk(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    return (await fetch(url, { signal })).ok;
  } catch (error) {
    if (signal.aborted) throw error;
    return false;
  }
}
