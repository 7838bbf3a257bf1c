import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Logger } from 'pino';

const WRITE_DELAY_MS = 200;

/**
 * What a sandbox knows, kept in one file so that pending payments outlive a restart. A write is delayed a little and
 * replaces the file whole; a kill loses at most that moment.
 */
export class StateFile<State> {
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    /** Null: nothing is kept. */
    private readonly path: string | null,
    private readonly state: () => State,
    private readonly log: Logger,
  ) {}

  /** Reads the file. One that `restore` cannot understand is set aside, never overwritten; answers whether it was read. */
  async load(restore: (state: State) => void): Promise<boolean> {
    const { path } = this;
    if (path === null) return false;
    let text: string;
    try {
      await mkdir(dirname(path), { recursive: true });
      text = await readFile(path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
      throw error;
    }
    try {
      restore(JSON.parse(text) as State);
      return true;
    } catch (error) {
      const aside = `${path}.corrupt-${Date.now()}`;
      await rename(path, aside);
      this.log.error(
        { err: error, aside },
        'transaction file is unreadable; it was set aside and the book begins empty',
      );
      return false;
    }
  }

  /** To be called after anything changed. */
  changed(): void {
    if (this.path === null || this.timer !== null) return;
    this.timer = setTimeout(() => this.writeNow(), WRITE_DELAY_MS);
  }

  async close(): Promise<void> {
    if (this.timer !== null) this.writeNow();
    await this.writing;
  }

  private writeNow(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.writing = this.writing.then(() => this.write());
  }

  private async write(): Promise<void> {
    const { path } = this;
    if (path === null) return;
    try {
      await writeFile(`${path}.new`, JSON.stringify(this.state()));
      await rename(`${path}.new`, path);
    } catch (error) {
      this.log.error({ err: error, path }, 'transaction file could not be written');
    }
  }
}
