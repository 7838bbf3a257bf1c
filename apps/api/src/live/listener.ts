import { setTimeout as wait } from 'node:timers/promises';
import { LiveChange } from '@minispod/contracts/live';
import type { Logger } from '@minispod/process/logger';
import pg from 'pg';
import type { CatalogAnswers } from './catalog-answers.js';
import type { LiveChanges } from './changes.js';
import type { SessionStreams } from './session-streams.js';

interface ListenerSettings {
  databaseUrl: string;
  changes: LiveChanges;
  answers: CatalogAnswers;
  sessionStreams: SessionStreams;
  logger: Logger;
}

export interface Listener {
  close(): Promise<void>;
}

/** A connection that died without a word is noticed within this time, in ms. */
const HEARTBEAT_MS = 5_000;
const RECONNECT_MS = 500;

/**
 * The process's one LISTEN connection: passes on what PostgreSQL announces and reconnects for as long as the process lives.
 * While it is down the catalog is not kept, and once it is back every open console is told to ask again and the streams of
 * logins that ended meanwhile end.
 */
export function startListening(settings: ListenerSettings): Listener {
  const { databaseUrl, changes, answers, sessionStreams, logger } = settings;
  const end = new AbortController();
  let isFirst = true;

  const hear = async () => {
    const client = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'minispod-api-listener',
      connectionTimeoutMillis: HEARTBEAT_MS,
      query_timeout: HEARTBEAT_MS,
      keepAlive: true,
    });
    const lost = new Promise<never>((_, reject) => {
      // One loss may be told more than once; unheard, the second telling would end the process.
      client.on('error', reject);
      client.once('end', () => reject(new Error('the connection ended')));
    });
    lost.catch(() => {});
    client.on('notification', ({ channel, payload }) => {
      if (channel === 'catalog') answers.forget();
      else if (channel === 'session') sessionStreams.end(payload ?? '');
      else publish(payload);
    });
    try {
      await client.connect();
      await client.query('LISTEN catalog; LISTEN live; LISTEN session');
      answers.listening(true);
      if (!isFirst) {
        changes.publishUnknown();
        await sessionStreams.endDead();
      }
      isFirst = false;
      while (true) {
        await Promise.race([lost, wait(HEARTBEAT_MS, null, { signal: end.signal })]);
        await client.query('SELECT 1');
      }
    } finally {
      answers.listening(false);
      await Promise.race([client.end().catch(() => {}), wait(1_000)]);
    }
  };

  const publish = (payload: string | undefined) => {
    try {
      changes.publish(LiveChange.parse(JSON.parse(payload ?? '')));
    } catch (error) {
      logger.error({ err: error }, 'an announcement could not be read');
    }
  };

  const running = (async () => {
    while (!end.signal.aborted) {
      await hear().catch((error: unknown) => {
        if (!end.signal.aborted) logger.warn({ err: error }, 'not listening to the database, trying again');
      });
      await wait(RECONNECT_MS, null, { signal: end.signal }).catch(() => {});
    }
  })();

  return {
    async close() {
      end.abort();
      await running;
    },
  };
}
