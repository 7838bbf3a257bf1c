/** A page with its log open twice, and another. */
const PER_USER = 3;

/** Who follows which log in this process: a user's oldest stream ends when they open one too many. */
export class LogStreams {
  readonly #open = new Map<string, AbortController[]>();

  /** Aborts when the stream must end, and is counted until `signal` aborts. */
  enter(userId: string, signal: AbortSignal): AbortSignal {
    const stream = new AbortController();
    const streams = [...(this.#open.get(userId) ?? []), stream];
    for (const oldest of streams.splice(0, streams.length - PER_USER)) oldest.abort();
    this.#open.set(userId, streams);
    signal.addEventListener('abort', () => this.#leave(userId, stream), { once: true });
    return AbortSignal.any([signal, stream.signal]);
  }

  #leave(userId: string, stream: AbortController): void {
    const left = (this.#open.get(userId) ?? []).filter((each) => each !== stream);
    if (left.length > 0) this.#open.set(userId, left);
    else this.#open.delete(userId);
  }
}
