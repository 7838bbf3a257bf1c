import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { identify, isAlive, type ProcessIdentity } from '../process-identity.js';
import type { Environment } from './env.js';
import { killGroup } from './node-process.js';

/** What a run leaves for others to find: its processes for the next start, the settings its children were given for commands. */
interface Record {
  supervisor: ProcessIdentity;
  processes: ProcessIdentity[];
  environment: Environment;
}

const path = (dataDirectory: string) => join(dataDirectory, 'runtime.json');

/** Kept in `<dataDirectory>/runtime.json`, for us alone to read, as it holds the secrets. */
export class RunRecord {
  #processes: ProcessIdentity[] = [];
  #environment: Environment = {};

  constructor(readonly dataDirectory: string) {}

  setEnvironment(environment: Environment): void {
    this.#environment = environment;
    this.#write();
  }

  add(pid: number): void {
    const identity = identify(pid);
    if (!identity) return;
    this.#processes = [...this.#processes.filter(isAlive), identity];
    this.#write();
  }

  remove(): void {
    rmSync(path(this.dataDirectory), { force: true });
  }

  #write(): void {
    const supervisor = identify(process.pid);
    const file = path(this.dataDirectory);
    const content = JSON.stringify({
      supervisor,
      processes: this.#processes,
      environment: this.#environment,
    });
    writeFileSync(`${file}.new`, content, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
}

/** The environment of the MinisPod that runs on this data, or undefined when none does. */
export function environmentOfRun(dataDirectory: string): Environment | undefined {
  const record = read(dataDirectory);
  return record && isAlive(record.supervisor) ? record.environment : undefined;
}

/** Ends the processes of a supervisor that was killed and that did not end by themselves. Under our lock only. */
export async function endOrphans(dataDirectory: string): Promise<number> {
  const orphans = (read(dataDirectory)?.processes ?? []).filter(isAlive);
  for (const { pid } of orphans) killGroup(pid);
  while (orphans.some(isAlive)) await delay(10);
  return orphans.length;
}

function read(dataDirectory: string): Record | undefined {
  try {
    return JSON.parse(readFileSync(path(dataDirectory), 'utf8'));
  } catch {
    return undefined;
  }
}
