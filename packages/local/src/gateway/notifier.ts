import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { v7 as uuid } from 'uuid';

/** How a gateway tells its merchants. */
export interface DeliveryRules {
  /** How long it waits for an answer. */
  timeoutMs: number;
  /** Hops of 307 and 308 that it follows with the same body; other redirects are answers. */
  redirects: number;
  isAccepted(httpStatus: number | null, answer: string): boolean;
  /** Milliseconds until the next delivery, or null when it gives up. `retriesDone` counts redeliveries so far. */
  nextRetry(retriesDone: number, httpStatus: number | null): number | null;
}

export interface Delivery {
  id: string;
  orderId: string;
  url: string;
  body: Record<string, unknown>;
  headers: Readonly<Record<string, string>>;
  /** `lost`: on request it was never sent. */
  state: 'waiting' | 'delivered' | 'given_up' | 'lost';
  attempts: { at: string; httpStatus: number | null; error: string | null }[];
}

export interface HowToDeliver {
  /** 0 loses it, N sends N at once. */
  copies: number;
  delayMs: number;
}

const REMEMBERED = 5_000;

/**
 * Sends notifications in the background and keeps what became of them. Those of one order leave in the order they
 * happened; redeliveries do not hold up later ones. Waiting redeliveries do not survive a restart.
 */
export class Notifier {
  readonly deliveries: Delivery[] = [];
  private readonly stopping = new AbortController();
  private readonly queues = new Map<string, Promise<void>>();
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly rules: DeliveryRules,
    /** 1 keeps the real waits; 0.001 turns two minutes into 120 ms. */
    private readonly scale: number,
    private readonly log: Logger,
  ) {
    // Every wait and request listens; hundreds at once are no leak.
    setMaxListeners(0, this.stopping.signal);
  }

  /** `headers` may sign the bytes of `JSON.stringify(body)`: those are sent. */
  send(
    orderId: string,
    urls: readonly string[],
    { body, headers = {} }: Pick<Delivery, 'body'> & Partial<Pick<Delivery, 'headers'>>,
    how: HowToDeliver,
  ): void {
    const copies = urls.flatMap((url) =>
      Array.from({ length: Math.max(1, how.copies) }, () =>
        this.remember({
          id: uuid(),
          orderId,
          url,
          body,
          headers,
          state: how.copies === 0 ? 'lost' : 'waiting',
          attempts: [],
        }),
      ),
    );
    if (how.copies === 0) return;
    const before = this.queues.get(orderId) ?? Promise.resolve();
    const turn = before
      .then(() => this.pause(how.delayMs))
      .then(async () => {
        await Promise.all(copies.map((copy) => this.attempt(copy)));
      });
    this.queues.set(orderId, turn);
    void this.track(turn).then(() => {
      if (this.queues.get(orderId) === turn) this.queues.delete(orderId);
    });
  }

  /** Ends every wait and request; resolves when nothing runs any more. */
  async close(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.running);
  }

  private remember(delivery: Delivery): Delivery {
    this.deliveries.push(delivery);
    if (this.deliveries.length > REMEMBERED) this.deliveries.shift();
    return delivery;
  }

  private async pause(ms: number): Promise<void> {
    if (ms > 0) await sleep(ms, undefined, { signal: this.stopping.signal });
  }

  private track(work: Promise<void>): Promise<void> {
    const settled = work.catch((error: unknown) => {
      if (!this.stopping.signal.aborted) this.log.error({ err: error }, 'notification delivery broke');
    });
    this.running.add(settled);
    return settled.finally(() => this.running.delete(settled));
  }

  private async attempt(delivery: Delivery): Promise<void> {
    const at = new Date().toISOString();
    const { text, ...outcome } = await this.post(delivery, delivery.url);
    if (this.stopping.signal.aborted) return;
    delivery.attempts.push({ at, ...outcome });
    this.log.info({ orderId: delivery.orderId, ...outcome }, 'notification sent');
    if (this.rules.isAccepted(outcome.httpStatus, text)) {
      delivery.state = 'delivered';
      return;
    }
    const wait = this.rules.nextRetry(delivery.attempts.length - 1, outcome.httpStatus);
    if (wait === null) delivery.state = 'given_up';
    else void this.track(this.pause(wait * this.scale).then(() => this.attempt(delivery)));
  }

  private async post(delivery: Delivery, url: string, hops = 0): Promise<Answer> {
    try {
      const answer = await fetch(url, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/json', accept: 'application/json', ...delivery.headers },
        body: JSON.stringify(delivery.body),
        signal: AbortSignal.any([this.stopping.signal, AbortSignal.timeout(this.rules.timeoutMs)]),
      });
      const text = await answer.text();
      const next = answer.headers.get('location');
      if ((answer.status === 307 || answer.status === 308) && next && hops < this.rules.redirects) {
        return this.post(delivery, new URL(next, url).href, hops + 1);
      }
      return { httpStatus: answer.status, error: null, text };
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      return { httpStatus: null, error: cause instanceof Error ? cause.message : String(cause), text: '' };
    }
  }
}

interface Answer {
  httpStatus: number | null;
  error: string | null;
  text: string;
}
