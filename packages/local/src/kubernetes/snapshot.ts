import { createReadStream, existsSync } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Cluster } from './cluster.js';
import { UsageRequest } from './load.js';
import type { KubeObject } from './object.js';
import { ALL_RESOURCES, RESOURCES, type Resource, resourceOfKind } from './resources.js';

const FILE = 'cluster.ndjson';
const FORMAT = 1;
/** Lines between two looks at the requests that came meanwhile. */
const BATCH = 500;
const MIN_PAUSE_MS = 1_000;

const Header = z.object({
  format: z.literal(FORMAT),
  version: z.number(),
  objects: z.number(),
  /** Absent in what was saved before usage could be asked for. */
  usage: z.array(UsageRequest).default([]),
});
const StoredObject = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), uid: z.string(), resourceVersion: z.string() }),
});

export interface Saved {
  version: number;
  usage: UsageRequest[];
  objects: { resource: Resource; object: KubeObject }[];
}

/**
 * Reads the saved cluster; undefined when there is none. A file that is torn or not ours is moved aside and named in
 * the log: an empty cluster is better than none.
 */
export async function loadSnapshot(directory: string, logger: Logger): Promise<Saved | undefined> {
  await mkdir(directory, { recursive: true });
  const path = join(directory, FILE);
  if (!existsSync(path)) return undefined;
  try {
    return await read(path);
  } catch (error) {
    const aside = `${path}.bad-${Date.now()}`;
    await rename(path, aside);
    logger.error(
      { err: error, aside },
      'the saved cluster cannot be read; it was put aside and an empty one begun',
    );
    return undefined;
  }
}

async function read(path: string): Promise<Saved> {
  let header: z.infer<typeof Header> | undefined;
  const objects: Saved['objects'] = [];
  for await (const line of createInterface({ input: createReadStream(path) })) {
    if (!header) {
      header = Header.parse(JSON.parse(line));
      continue;
    }
    const object = StoredObject.parse(JSON.parse(line)) as unknown as KubeObject;
    const resource = resourceOfKind(object.apiVersion, object.kind);
    if (resource) objects.push({ resource, object });
  }
  if (!header) throw new Error('the file is empty');
  if (objects.length !== header.objects)
    throw new Error(`${objects.length} of ${header.objects} objects are there`);
  return { version: header.version, usage: header.usage, objects };
}

/** Saves the cluster a moment after it changed: written beside the old file, then renamed over it. */
export class Snapshots {
  readonly #cluster: Cluster;
  readonly #directory: string;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #pauseMs = MIN_PAUSE_MS;
  #closed = false;

  constructor(cluster: Cluster, directory: string) {
    this.#cluster = cluster;
    this.#directory = directory;
    cluster.store.onChange(() => this.#schedule());
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#writing;
    await this.#save();
  }

  #schedule(): void {
    if (this.#closed || this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#writing = this.#save()
        .catch((error: unknown) =>
          this.#cluster.logger.error({ err: error }, 'the cluster could not be saved'),
        )
        .finally(() => {
          this.#timer = undefined;
        });
    }, this.#pauseMs);
  }

  async #save(): Promise<void> {
    const started = performance.now();
    const { store, load } = this.#cluster;
    // Objects are never changed in place, so this list is a consistent picture however long the writing takes.
    const objects = ALL_RESOURCES.filter((resource) => resource !== RESOURCES.events).flatMap((resource) => [
      ...store.candidates(resource),
    ]);
    const header = { format: FORMAT, version: store.version, objects: objects.length, usage: load.requests };
    const path = join(this.#directory, FILE);
    const file = await open(`${path}.tmp`, 'w');
    try {
      await file.write(`${JSON.stringify(header)}\n`);
      for (let at = 0; at < objects.length; at += BATCH) {
        const lines = objects.slice(at, at + BATCH).map((object) => `${JSON.stringify(object)}\n`);
        await file.write(lines.join(''));
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.tmp`, path);
    // A large cluster is saved less often: at most a tenth of the time goes into saving.
    this.#pauseMs = Math.max(MIN_PAUSE_MS, (performance.now() - started) * 10);
  }
}
