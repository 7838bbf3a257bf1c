import { EventEmitter, on } from 'node:events';
import { LIVE_TOPICS, type LiveChange } from '@minispod/contracts/live';

/** Names a user's event; the emitter has events of its own, `error` among them. */
const USER = 'user:';

interface ChangesOptions {
  /** Absent: all topics. */
  topic?: LiveChange['topic'];
  /** Ends the stream. */
  signal: AbortSignal;
}

/**
 * What changes of a user's, handed to that user's open streams in this process. Changes come from PostgreSQL by NOTIFY; see
 * listener.ts.
 */
export class LiveChanges {
  readonly #streams = new EventEmitter().setMaxListeners(0);
  readonly #end = new AbortController();

  publish(change: LiveChange): void {
    this.#streams.emit(USER + change.userId, change);
  }

  /** After a gap in listening nobody knows what was missed: every open stream is told to ask for everything again. */
  publishUnknown(): void {
    for (const name of this.#streams.eventNames().map(String)) {
      if (!name.startsWith(USER)) continue;
      const userId = name.slice(USER.length);
      for (const topic of LIVE_TOPICS) this.publish({ topic, userId, id: userId });
    }
  }

  /** One user's changes until the signal aborts or the process ends. */
  async *of(userId: string, { topic, signal }: ChangesOptions): AsyncGenerator<LiveChange, void> {
    const ended = AbortSignal.any([signal, this.#end.signal]);
    try {
      for await (const [change] of on(this.#streams, USER + userId, { signal: ended })) {
        if (!topic || change.topic === topic) yield change as LiveChange;
      }
    } catch (error) {
      if (!ended.aborted) throw error;
    }
  }

  /** Ends every stream, so that a stopping server does not wait for readers who never leave. */
  close(): void {
    this.#end.abort();
  }
}
