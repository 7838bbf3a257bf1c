import { randomUUID } from 'node:crypto';
import {
  copyFileSync,
  createReadStream,
  createWriteStream,
  constants as fs,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';

/** Longer contents are never an app's own, and are not read into memory. */
const OWN_CONTENT_BYTES = 4_096;
const UNFINISHED = '.unfinished-';

/** What the pretended app keeps on its volume: enough to see whose volume it is and what happened since. */
const AppContent = z.looseObject({ id: z.string(), createdBy: z.string(), visits: z.number().int() });

/**
 * The bytes "on" each volume or snapshot, by the name of its PersistentVolume or VolumeSnapshotContent. Each is one
 * file, so that large ones cost no memory and all of them outlive the process where the cluster does. A name without
 * a file is an empty volume.
 */
export class VolumeContents {
  readonly #kept: string | undefined;
  #temporary: string | undefined;

  /** Without a directory, contents are kept in a temporary one, until `close`. */
  constructor(directory?: string) {
    this.#kept = directory && join(directory, 'volumes');
    if (this.#kept) mkdirSync(this.#kept, { recursive: true });
  }

  /** Removes what no name of these holds: left by a process that was killed. */
  keepOnly(names: ReadonlySet<string>): void {
    if (!this.#kept) return;
    for (const name of readdirSync(this.#kept)) if (!names.has(name)) this.remove(name);
  }

  /** In bytes. */
  size(name: string): number {
    return statSync(this.#path(name), { throwIfNoEntry: false })?.size ?? 0;
  }

  read(name: string): Readable {
    return this.size(name) > 0 ? createReadStream(this.#path(name)) : Readable.from([]);
  }

  /** Replaces the content by all that `source` yields. Readers in between see the old or the new one whole. */
  async write(name: string, source: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<void> {
    const unfinished = this.#unfinished(name);
    try {
      await pipeline(source, createWriteStream(unfinished));
      renameSync(unfinished, this.#path(name));
    } catch (error) {
      rmSync(unfinished, { force: true });
      throw error;
    }
  }

  copy(from: string, to: string): void {
    if (this.size(from) > 0) copyFileSync(this.#path(from), this.#path(to), fs.COPYFILE_FICLONE);
  }

  remove(name: string): void {
    rmSync(this.#path(name), { force: true });
  }

  /** An app's first start on a volume: it puts its own content there, if there is none. */
  begin(name: string, pod: string): void {
    if (this.size(name) === 0) this.#replace(name, { id: randomUUID(), createdBy: pod, visits: 0 });
  }

  /** A visit of the app: counted where the content is its own. Returns the content for showing it. */
  visit(name: string): string {
    const size = this.size(name);
    if (size === 0) return '';
    const own = size <= OWN_CONTENT_BYTES ? parseOwn(readFileSync(this.#path(name), 'utf8')) : undefined;
    if (!own) return `${size} bytes that are not the app's own`;
    return this.#replace(name, { ...own, visits: own.visits + 1 });
  }

  close(): void {
    if (this.#temporary) rmSync(this.#temporary, { recursive: true, force: true });
  }

  #replace(name: string, content: object): string {
    const text = JSON.stringify(content);
    const unfinished = this.#unfinished(name);
    writeFileSync(unfinished, text);
    renameSync(unfinished, this.#path(name));
    return text;
  }

  #unfinished(name: string): string {
    return this.#path(`${UNFINISHED}${name}-${randomUUID()}`);
  }

  #path(name: string): string {
    this.#temporary ??= this.#kept ? undefined : mkdtempSync(join(tmpdir(), 'simulated-volumes-'));
    return join(this.#kept ?? this.#temporary ?? '', name);
  }
}

function parseOwn(text: string): z.infer<typeof AppContent> | undefined {
  try {
    return AppContent.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
