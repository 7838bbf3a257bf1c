import { Queue } from 'bullmq';
import type { Logger } from 'pino';
import { type Backend, openForProducer, type QueueSettings } from './backend.js';
import {
  type JobName,
  optionsOf,
  type Publish,
  parsePayload,
  QUEUE_NAMES,
  type QueueName,
  queueOf,
  type SweepName,
} from './catalog.js';

export type { QueueSettings } from './backend.js';

export interface Queues {
  publish: Publish;
  /** Of every queue, for Bull Board. */
  queues: Queue[];
  /**
   * Has the job run every `everyMs`, however many processes ask for it and however often. Never throws: while the store is
   * away, and after it has forgotten its schedules, they are put back as soon as it can be asked.
   */
  schedule(name: SweepName, everyMs: number): Promise<void>;
  close(): Promise<void>;
}

/** How often it is looked whether a schedule is still there (a flushed Redis has none), in ms. */
const SCHEDULE_CHECK = 15_000;

/**
 * The producing side of all queues. It fails fast: `publish` throws when the store cannot be reached, at the latest after
 * some seconds. Throws at once when the queues live in PostgreSQL and that is away.
 */
export async function createQueues(settings: QueueSettings): Promise<Queues> {
  const backend = await openForProducer(settings);
  const queues = new Map(QUEUE_NAMES.map((name) => [name, openQueue(name, backend, settings.logger)]));
  const queueFor = (name: JobName): Queue => queues.get(queueOf(name)) as Queue;
  const timers: NodeJS.Timeout[] = [];

  const schedule: Queues['schedule'] = async (name, everyMs) => {
    let put = false;
    const ensure = async () => {
      try {
        await backend.ready();
        if (put && (await queueFor(name).getJobScheduler(name))) return;
        await queueFor(name).upsertJobScheduler(
          name,
          { every: everyMs },
          { name, data: {}, opts: optionsOf(name) },
        );
        put = true;
      } catch (error) {
        settings.logger.warn({ err: error, job: name }, 'not scheduled yet');
      }
    };
    timers.push(setInterval(ensure, SCHEDULE_CHECK).unref());
    await ensure();
  };

  return {
    async publish(name, payload, { jobId } = {}) {
      const data = parsePayload(name, payload);
      await backend.ready();
      await queueFor(name).add(name, data, { ...optionsOf(name), ...(jobId && { jobId }) });
    },
    queues: [...queues.values()],
    schedule,
    async close() {
      for (const timer of timers) clearInterval(timer);
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      await backend.close();
    },
  };
}

function openQueue(name: QueueName, backend: Backend, logger: Logger): Queue {
  const queue = new Queue(name, backend.options, backend.factory);
  // The store's own troubles, which the backend has logged once for all queues.
  queue.on('error', (error) => logger.debug({ err: error, queue: name }, 'queue'));
  // The backend's type says where jobs are kept, which nobody here asks; Bull Board is typed for Redis alone.
  return queue as unknown as Queue;
}
