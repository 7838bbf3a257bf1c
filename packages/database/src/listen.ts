import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

export interface ListenSettings {
  url: string;
  channel: string;
  onNotification(payload: string): void;
  /** Called whenever listening has begun, at first and again after a loss: what was said in between nobody heard. */
  onListening(): void;
  onTrouble(error: unknown): void;
}

/** Pauses between tries to connect, in ms. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 5_000;

/** Hears a channel's NOTIFYs on a connection of its own, and connects again for as long as it takes. */
export function listen(settings: ListenSettings): { close(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const running = (async () => {
    let pause = FIRST_PAUSE;
    while (!signal.aborted) {
      try {
        await hear(settings, signal, () => {
          pause = FIRST_PAUSE;
        });
      } catch (error) {
        settings.onTrouble(error);
        await wait(pause, undefined, { signal }).catch(() => {});
        pause = Math.min(pause * 2, LONGEST_PAUSE);
      }
    }
  })();
  return {
    async close() {
      stopping.abort();
      await running;
    },
  };
}

/** Resolves when the signal aborts, rejects when the connection cannot be made or is lost. */
async function hear(
  { url, channel, onNotification, onListening }: ListenSettings,
  signal: AbortSignal,
  onConnected: () => void,
): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    application_name: `minispod-listen-${channel}`,
    connectionTimeoutMillis: 10_000,
    // A connection that dies without a word is noticed in seconds and not after hours.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  const ended = new Promise<void>((resolve, reject) => {
    client.on('error', reject);
    client.on('end', () => reject(new Error('connection ended')));
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  // Awaited only once the connection stands; a failure before that is reported by `connect`.
  ended.catch(() => {});
  client.on('notification', ({ payload }) => onNotification(payload ?? ''));
  try {
    await client.connect();
    await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
    onConnected();
    onListening();
    await ended;
  } finally {
    const closed = client.end().catch(() => {});
    if (signal.aborted) await closed;
  }
}
