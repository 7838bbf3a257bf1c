import { setTimeout as wait } from 'node:timers/promises';
import { listen } from '@minispod/database/listen';
import {
  isJobName,
  type JobName,
  type JobPayload,
  type Publish,
  parsePayload,
} from '@minispod/queues/catalog';
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';

export interface RelaySettings {
  dataSource: DataSource;
  /** Of the same database: LISTEN needs a connection of its own. */
  databaseUrl: string;
  publish: Publish;
  logger: Logger;
}

interface Message {
  id: number;
  job: string;
  payload: unknown;
}

const BATCH = 100;
/** In case a NOTIFY is lost, in ms. */
const POLL = 2_000;
/** How long a claimed row is this relay's, by the database's clock; after that another takes it. */
const LEASE = '30 seconds';
/** When a row that could not be published is tried again. */
const RETRY = '2 seconds';
/** When a row that cannot be read is: so late that a batch full of them keeps nothing else waiting. */
const RETRY_UNREADABLE = '1 minute';
const KEPT = '1 day';
const PRUNE_EVERY = 60_000;
const PRUNE_BATCH = 1_000;

/**
 * Hands every committed outbox row to the queues at least once, and none of a rolled-back transaction. A crash between
 * publishing and marking publishes again under the same job id, which the queue drops while it keeps the first; handlers
 * converge, so the one that comes after that does no harm. Any number of relays share the work; one runs in every worker.
 */
export function startRelay(settings: RelaySettings): { close(): Promise<void> } {
  const { dataSource, databaseUrl, logger } = settings;
  const stopping = new AbortController();
  let wake = () => {};
  let woken = false;
  const onWork = () => {
    woken = true;
    wake();
  };
  const listening = listen({
    url: databaseUrl,
    channel: 'outbox',
    onNotification: onWork,
    onListening: onWork,
    onTrouble: (error) => logger.warn({ err: error }, 'not listening to the outbox; polling it'),
  });

  const rest = async () => {
    const pause = new AbortController();
    wake = () => pause.abort();
    if (!woken && !stopping.signal.aborted)
      await wait(POLL, undefined, { signal: AbortSignal.any([pause.signal, stopping.signal]) }).catch(
        () => {},
      );
    woken = false;
  };

  const running = (async () => {
    let pruneAt = 0;
    while (!stopping.signal.aborted) {
      try {
        while ((await relayBatch(settings)) && !stopping.signal.aborted);
        if (performance.now() >= pruneAt) {
          if ((await pruneSent(dataSource)) < PRUNE_BATCH) pruneAt = performance.now() + PRUNE_EVERY;
        }
      } catch (error) {
        logger.warn({ err: error }, 'the outbox could not be read');
        woken = false;
      }
      await rest();
    }
  })();

  return {
    async close() {
      stopping.abort();
      await Promise.all([running, listening.close()]);
    },
  };
}

/**
 * Claims, publishes and marks one batch, nothing of it inside a transaction. True when more is likely to wait that can be
 * published now.
 */
async function relayBatch({ dataSource, publish, logger }: RelaySettings): Promise<boolean> {
  const messages = await claim(dataSource);
  const sent: number[] = [];
  const unsent: { id: number; error: unknown }[] = [];
  const unreadable: { id: number; error: unknown }[] = [];
  await Promise.all(
    messages.map(async (message) => {
      const { id } = message;
      const publishing = read(message);
      if ('error' in publishing) {
        unreadable.push({ id, error: publishing.error });
        return;
      }
      try {
        await publish(publishing.job, publishing.payload, { jobId: `outbox-${id}` });
        sent.push(id);
      } catch (error) {
        unsent.push({ id, error });
      }
    }),
  );
  if (sent.length)
    await dataSource.query('UPDATE outbox SET sent_at = clock_timestamp() WHERE id = ANY($1)', [sent]);
  for (const [rest, failed] of [
    [RETRY, unsent],
    [RETRY_UNREADABLE, unreadable],
  ] as const) {
    if (failed.length === 0) continue;
    const ids = failed.map(({ id }) => id);
    logger.error({ err: failed[0]?.error, outboxIds: ids }, 'jobs not published, will be tried again');
    await dataSource.query(
      `UPDATE outbox SET claimed_until = clock_timestamp() + $2::interval
       WHERE id = ANY($1) AND sent_at IS NULL`,
      [ids, rest],
    );
  }
  // When nothing that could be read was taken, the store of the queues is away.
  return messages.length === BATCH && (sent.length > 0 || unsent.length === 0);
}

/** A job that is not known here, or not like this, belongs to a newer version, whose relay will take it. */
function read({
  job,
  payload,
}: Message): { job: JobName; payload: JobPayload<JobName> } | { error: unknown } {
  try {
    if (!isJobName(job)) throw new RangeError(`no such job: ${job}`);
    return { job, payload: parsePayload(job, payload) };
  } catch (error) {
    return { error };
  }
}

async function claim(dataSource: DataSource): Promise<Message[]> {
  const [rows] = await dataSource.query<[Message[], number]>(
    `WITH next AS MATERIALIZED (
       SELECT id FROM outbox
       WHERE sent_at IS NULL AND (claimed_until IS NULL OR claimed_until < clock_timestamp())
       ORDER BY id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
     )
     UPDATE outbox SET claimed_until = clock_timestamp() + interval '${LEASE}'
     FROM next WHERE outbox.id = next.id
     RETURNING outbox.id, outbox.job, outbox.payload`,
  );
  return rows;
}

/** Forgets what was handed over long ago, a batch at a time so that nobody waits for it; the number forgotten. */
async function pruneSent(dataSource: DataSource): Promise<number> {
  const [, count] = await dataSource.query<[unknown, number]>(
    `DELETE FROM outbox WHERE id IN (
       SELECT id FROM outbox WHERE sent_at < clock_timestamp() - interval '${KEPT}'
       LIMIT ${PRUNE_BATCH} FOR UPDATE SKIP LOCKED
     )`,
  );
  return count;
}
