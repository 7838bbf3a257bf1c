/** A page with its log open twice, and another page. */
export const LOG_STREAMS_PER_USER = 3;
/** The pages of one browser share a stream: a user with more than this many streams has lost count of them. */
export const STREAMS_PER_USER = 12;

/** The streams that each user has open in this process: a user's oldest stream ends when they open one too many. */
export class StreamsPerUser {
  readonly #open = new Map<string, AbortController[]>();

  constructor(private readonly limit: number) {}

  /** Answers a signal that aborts when the stream must end. The stream counts until `signal` aborts. */
  enter(userId: string, signal: AbortSignal): AbortSignal {
    const stream = new AbortController();
    const streams = [...(this.#open.get(userId) ?? []), stream];
    for (const oldest of streams.splice(0, streams.length - this.limit)) oldest.abort();
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
