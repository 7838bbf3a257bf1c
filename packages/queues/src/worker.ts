import { setTimeout as wait } from 'node:timers/promises';
import { type Job, UnrecoverableError, WaitingError, Worker } from 'bullmq';
import type { Logger } from 'pino';
import { type Backend, openForWorker, type QueueSettings } from './backend.js';
import {
  isJobName,
  type JobName,
  type JobOf,
  type JobPayload,
  parsePayload,
  type QueueName,
} from './catalog.js';

export interface JobContext {
  jobId: string;
  /** From 1. */
  attempt: number;
  /** Aborted when the worker closes or loses the job: stop early, the job will be run again, perhaps elsewhere. */
  signal: AbortSignal;
  logger: Logger;
}

export type Handler<N extends JobName> = (payload: JobPayload<N>, context: JobContext) => Promise<void>;
/** One handler for every job of the queue: a job without one does not compile. */
export type Handlers<Q extends QueueName> = { [N in JobOf<Q> & JobName]: Handler<N> };

export interface WorkerOptions {
  /** Jobs run at the same time by this worker. */
  concurrency: number;
  logger: Logger;
  /** True for an error that trying again cannot mend, such as a DomainError: the job fails now. */
  isFinal: (error: unknown) => boolean;
}

export interface RunningWorker {
  /**
   * Takes no more jobs, aborts the signals of those running, and waits for them at most `deadlineMs`. A job cut short by
   * that goes back to its queue at no cost of an attempt.
   */
  close(deadlineMs?: number): Promise<void>;
}

/**
 * A killed worker's job is another's after at most LOCK + 2 × CHECK = 20 s: its lock runs out, one check marks it, the
 * next takes it. The lock is renewed every 5 s, so a healthy worker keeps it through two lost renewals or ten seconds of
 * a blocked event loop; shorter would hand jobs over for a garbage collection. All in ms.
 */
const LOCK = 10_000;
const CHECK = 5_000;
/** A job whose workers die this often is itself what kills them. */
const DEATHS = 10;
/** Pause before an unreachable store is asked again, in ms. */
const RECONNECT = 1_000;

/** Works off one queue until closed, waiting for its store whenever that is away. Starts at once. */
export function startWorker<Q extends QueueName>(
  settings: QueueSettings,
  queue: Q,
  handlers: Handlers<Q>,
  { concurrency, logger, isFinal }: WorkerOptions,
): RunningWorker {
  const closing = new AbortController();
  const run = async (job: Job, token: string | undefined, lost?: AbortSignal): Promise<void> => {
    const log = logger.child({ queue, job: job.name, jobId: job.id });
    const signal = lost ? AbortSignal.any([closing.signal, lost]) : closing.signal;
    try {
      await dispatch(handlers, job, {
        jobId: job.id ?? '',
        attempt: job.attemptsMade + 1,
        signal,
        logger: log,
      });
    } catch (error) {
      if (closing.signal.aborted && !isFinal(error)) {
        await job.moveToWait(token);
        throw new WaitingError();
      }
      log.error({ err: error, attempt: job.attemptsMade + 1 }, 'job failed');
      if (!(error instanceof UnrecoverableError) && isFinal(error))
        throw new UnrecoverableError(error instanceof Error ? error.message : String(error));
      throw error;
    }
  };

  const started = connect(settings, closing.signal, (backend) => {
    const worker = new Worker(
      queue,
      run,
      {
        ...backend.options,
        concurrency,
        lockDuration: LOCK,
        stalledInterval: CHECK,
        maxStalledCount: DEATHS,
        runRetryDelay: RECONNECT,
      },
      backend.factory,
    );
    worker.on('error', (error) => logger.warn({ err: error, queue }, 'worker'));
    worker.on('stalled', (jobId) =>
      logger.warn({ queue, jobId }, 'job taken over from a worker that went silent'),
    );
    worker.on('lockRenewalFailed', (jobIds: string[]) => {
      for (const jobId of jobIds) worker.cancelJob(jobId, 'another worker has taken it over');
    });
    return worker;
  });

  const close = async (deadlineMs: number) => {
    closing.abort();
    const running = await started;
    if (!running) return;
    const deadline = new AbortController();
    const finished = running.worker.close().finally(() => deadline.abort());
    const late = wait(deadlineMs, 'late', { signal: deadline.signal }).catch(() => 'finished');
    if ((await Promise.race([finished, late])) === 'late') {
      logger.warn({ queue }, 'closed with jobs still running; others take them over');
      await running.worker.disconnect();
    }
    await running.backend.close();
  };
  let closed: Promise<void> | undefined;
  return {
    close(deadlineMs = 10_000) {
      closed ??= close(deadlineMs);
      return closed;
    },
  };
}

/** Parses what arrived and calls its handler. What cannot be parsed never will be, so it fails for good, saying why. */
async function dispatch<Q extends QueueName>(
  handlers: Handlers<Q>,
  { name, data }: Job,
  context: JobContext,
): Promise<void> {
  if (!isJobName(name) || !Object.hasOwn(handlers, name))
    throw new UnrecoverableError(`this queue has no job ${name}`);
  const handler = handlers[name as JobOf<Q> & JobName] as Handler<JobName>;
  let payload: JobPayload<JobName>;
  try {
    payload = parsePayload(name, data);
  } catch (error) {
    throw new UnrecoverableError(`bad payload: ${error instanceof Error ? error.message : error}`);
  }
  await handler(payload as never, context);
}

/** Opens the store and the worker on it, again and again until both work or the signal aborts. */
async function connect<W extends Pick<Worker, 'waitUntilReady' | 'close' | 'disconnect'>>(
  settings: QueueSettings,
  signal: AbortSignal,
  open: (backend: Backend) => W,
): Promise<{ worker: W; backend: Backend } | null> {
  while (!signal.aborted) {
    try {
      const backend = await openForWorker(settings);
      const worker = open(backend);
      // Redis is waited for by its own client; on PostgreSQL a worker that was not ready at first never will be.
      if (settings.redisUrl) return { worker, backend };
      try {
        await worker.waitUntilReady();
        return { worker, backend };
      } catch (error) {
        await worker.close();
        await backend.close();
        throw error;
      }
    } catch (error) {
      settings.logger.warn({ err: error }, 'the queues are not reachable yet');
      await wait(RECONNECT, undefined, { signal }).catch(() => {});
    }
  }
  return null;
}
