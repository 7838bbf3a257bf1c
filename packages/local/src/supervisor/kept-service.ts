import { setTimeout as delay } from 'node:timers/promises';
import type { Running } from './node-process.js';

export interface ServiceEvents {
  /** It ended unasked and is started again after `pause` ms. */
  crashed(how: string, pause: number): void;
  /** It ended unasked too often: nobody will start it again. */
  gaveUp(how: string): void;
}

const tolerated = { crashes: 5, within: 60_000 };
const longestPause = 5_000;

/** Ms to wait before the next try: a quarter of a second, then twice as long each time. */
export const pauseAfter = (crashes: number) => Math.min(250 * 2 ** (crashes - 1), longestPause);

/** Keeps one service running until it is told to stop. */
export class KeptService {
  #running: Running | undefined;
  #watching: Promise<void> = Promise.resolve();
  #stopping = new AbortController();
  #crashes: number[] = [];

  constructor(
    readonly name: string,
    readonly launch: () => Promise<Running>,
    readonly events: ServiceEvents,
  ) {}

  /** The first launch's error is the caller's; those of later ones count as crashes. */
  async start(): Promise<void> {
    await this.#launch();
    this.#watching = this.#watch();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running?.stop();
    await this.#watching;
  }

  async kill(): Promise<void> {
    this.#stopping.abort();
    await this.#running?.kill();
    await this.#watching;
  }

  /** A new process in place of the old, for new code. */
  async restart(): Promise<void> {
    await this.stop();
    this.#stopping = new AbortController();
    await this.start();
  }

  async #launch(): Promise<void> {
    this.#running = await this.launch();
  }

  async #watch(): Promise<void> {
    let how = await this.#running?.exited;
    while (!this.#stopping.signal.aborted) {
      const now = Date.now();
      this.#crashes = [...this.#crashes.filter((at) => at > now - tolerated.within), now];
      if (this.#crashes.length >= tolerated.crashes) return this.events.gaveUp(String(how));
      const pause = pauseAfter(this.#crashes.length);
      this.events.crashed(String(how), pause);
      await delay(pause, undefined, { signal: this.#stopping.signal }).catch(() => {});
      if (this.#stopping.signal.aborted) return;
      how = await this.#relaunch();
    }
  }

  /** How the new process ended, or why there was none. A stop that came while it was being launched ends it. */
  async #relaunch(): Promise<string> {
    try {
      await this.#launch();
    } catch (error) {
      return (error as Error).message;
    }
    if (this.#stopping.signal.aborted) await this.#running?.stop();
    return (await this.#running?.exited) ?? '';
  }
}
