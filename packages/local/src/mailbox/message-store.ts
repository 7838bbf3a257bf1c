import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface StoredMessage {
  /** Sortable: a later message has a greater one. */
  id: string;
  /** The envelope's addresses: who it was really sent by and to, Bcc included. */
  from: string;
  to: string[];
  subject: string;
  /** ISO 8601, when it arrived. */
  date: string;
  text: string;
  /** Empty when the mail has none. */
  html: string;
  messageId: string;
  /** Absent in what was kept before mails had any. */
  attachments?: { filename: string; mimeType: string /** Base64. */; content: string }[];
}

/** The newest messages, one file each when there is a directory; older ones are forgotten. */
export class MessageStore {
  #messages: StoredMessage[] = [];

  constructor(
    readonly limit: number,
    readonly directory?: string,
  ) {
    if (!directory) return;
    mkdirSync(directory, { recursive: true });
    const files = readdirSync(directory).filter((name) => name.endsWith('.json'));
    this.#messages = files
      .sort()
      .reverse()
      .map((name) => JSON.parse(readFileSync(join(directory, name), 'utf8')));
    this.#forget(limit);
  }

  add(message: StoredMessage): void {
    if (this.directory) {
      const file = this.#file(message.id, this.directory);
      // A reader after a crash finds a whole message or none.
      writeFileSync(`${file}.new`, JSON.stringify(message));
      renameSync(`${file}.new`, file);
    }
    this.#messages.unshift(message);
    this.#forget(this.limit);
  }

  /** Newest first. */
  list(to?: string): StoredMessage[] {
    const wanted = to?.toLowerCase();
    return this.#messages.filter(
      (message) => wanted === undefined || message.to.some((address) => address.toLowerCase() === wanted),
    );
  }

  get(id: string): StoredMessage | undefined {
    return this.#messages.find((message) => message.id === id);
  }

  clear(): void {
    this.#forget(0);
  }

  #forget(keep: number): void {
    for (const { id } of this.#messages.splice(keep)) {
      if (this.directory) rmSync(this.#file(id, this.directory), { force: true });
    }
  }

  #file(id: string, directory: string): string {
    return join(directory, `${id}.json`);
  }
}
