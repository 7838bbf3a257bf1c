import { join } from 'node:path';
import { type RunningPostgres, startPostgres } from '../postgres/postgres.js';
import type { Running } from './node-process.js';
import type { Terminal } from './terminal.js';

/** The embedded server as a service: the same address after every restart. */
export class LocalPostgres {
  #server: RunningPostgres | undefined;

  constructor(
    readonly dataDirectory: string,
    readonly terminal: Terminal,
  ) {}

  get url(): string {
    return this.#server?.url ?? '';
  }

  async launch(): Promise<Running> {
    const server = await startPostgres({
      directory: join(this.dataDirectory, 'postgres'),
      ...(this.#server ? { port: this.#server.port } : {}),
      logger: (line) => this.terminal.line('postgres', line, severity(line)),
    });
    this.#server = server;
    return {
      pid: server.pid,
      // Its directory must be free before it can be launched again.
      exited: server.exited.then(() => server.stop()).then(() => 'ended'),
      stop: () => server.stop(),
      kill: () => server.stop(true),
    };
  }
}

/** As pino numbers it. The server greets each start and each stop with a LOG line: nothing a person must know. */
function severity(line: string): number {
  if (/^(FATAL|PANIC):/.test(line)) return 50;
  return /^(WARNING|ERROR):/.test(line) ? 40 : 20;
}
