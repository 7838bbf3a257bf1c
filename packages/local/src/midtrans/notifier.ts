import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { v7 as uuid } from 'uuid';
import { nextRetry, type RetrySchedule, wasAccepted } from './retry-schedule.js';

export interface Delivery {
  id: string;
  orderId: string;
  url: string;
  body: Record<string, unknown>;
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
const MAX_REDIRECTS = 5;

/**
 * Sends notifications in the background and keeps what became of them. Those of one order leave in the order they
 * happened; redeliveries do not hold up later ones, as with Midtrans. Waiting redeliveries do not survive a restart.
 */
export class Notifier {
  readonly deliveries: Delivery[] = [];
  private readonly stopping = new AbortController();
  private readonly queues = new Map<string, Promise<void>>();
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly schedule: RetrySchedule,
    /** 1 keeps the real waits; 0.001 turns two minutes into 120 ms. */
    private readonly scale: number,
    private readonly log: Logger,
  ) {
    // Every wait and request listens; hundreds at once are no leak.
    setMaxListeners(0, this.stopping.signal);
  }

  send(orderId: string, urls: readonly string[], body: Record<string, unknown>, how: HowToDeliver): void {
    const copies = urls.flatMap((url) =>
      Array.from({ length: Math.max(1, how.copies) }, () =>
        this.remember({
          id: uuid(),
          orderId,
          url,
          body,
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
    const attempt = { at: new Date().toISOString(), ...(await this.post(delivery.url, delivery.body)) };
    if (this.stopping.signal.aborted) return;
    delivery.attempts.push(attempt);
    const status = delivery.body.transaction_status;
    this.log.info({ orderId: delivery.orderId, status, ...attempt }, 'notification sent');
    if (wasAccepted(attempt.httpStatus)) {
      delivery.state = 'delivered';
      return;
    }
    const wait = nextRetry(this.schedule, delivery.attempts.length - 1, attempt.httpStatus);
    if (wait === null) delivery.state = 'given_up';
    else void this.track(this.pause(wait * this.scale).then(() => this.attempt(delivery)));
  }

  /** 307 and 308 are followed with the same body, up to five hops; other redirects are answers. */
  private async post(
    url: string,
    body: unknown,
    hops = 0,
  ): Promise<{ httpStatus: number | null; error: string | null }> {
    try {
      const answer = await fetch(url, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.any([this.stopping.signal, AbortSignal.timeout(this.schedule.timeoutMs)]),
      });
      await answer.body?.cancel();
      const next = answer.headers.get('location');
      if ((answer.status === 307 || answer.status === 308) && next && hops < MAX_REDIRECTS) {
        return this.post(new URL(next, url).href, body, hops + 1);
      }
      return { httpStatus: answer.status, error: null };
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      return { httpStatus: null, error: cause instanceof Error ? cause.message : String(cause) };
    }
  }
}
