import { z } from 'zod';

/** How BullMQ treats a job: the catalog states it and knows nothing of BullMQ. */
export interface JobOptions {
  /** Runs in all before the job counts as failed. What must still happen then is found by the queue's sweep. */
  attempts: number;
  /** Pause before run n+1 in ms: `delay` × 2^(n−1), of which `jitter` (0–1) is random, so that retries do not march in step. */
  backoff: { type: 'exponential'; delay: number; jitter: number };
  /**
   * Finished jobs kept for people to look at; `age` in seconds. Few, because every finish looks through them. While one is
   * kept, its id cannot be added again.
   */
  removeOnComplete: { age: number; count: number };
  removeOnFail: { age: number; count: number };
}

interface JobDefinition {
  payload: z.ZodType<Record<string, unknown>>;
  options: JobOptions;
}

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Work on one row, promised by a commit: tried for about four minutes, then left to the sweep. */
const promised: JobOptions = {
  attempts: 10,
  backoff: { type: 'exponential', delay: 500, jitter: 0.5 },
  removeOnComplete: { age: DAY, count: 200 },
  removeOnFail: { age: 7 * DAY, count: 1_000 },
};

/** A pass that comes again by itself: a failed one is not retried, the next one is. */
const sweep: JobOptions = {
  attempts: 1,
  backoff: { type: 'exponential', delay: 1_000, jitter: 0.5 },
  removeOnComplete: { age: HOUR, count: 20 },
  removeOnFail: { age: DAY, count: 100 },
};

const Nothing = z.object({});
const Instance = z.object({ instanceId: z.uuid() });
const Payment = z.object({ paymentId: z.uuid() });
const Operation = z.object({ operationId: z.uuid() });
const Domain = z.object({ domainId: z.uuid() });
const Notification = z.object({ notificationId: z.uuid() });

/**
 * Every queue, its jobs, and what they carry. Payloads hold ids: the handler reads the present state. A field added later
 * must be optional, because jobs written before it are still waiting when the new worker starts; and unknown fields are
 * dropped rather than refused, because an old worker may meet a new job during a rollout.
 */
export const catalog = {
  provisioning: {
    'provision-instance': { payload: Instance, options: promised },
    /** Brings the cluster in line with the wishes for an instance that is not being provisioned. */
    'converge-instance': { payload: Instance, options: promised },
    'remove-instance': { payload: Instance, options: promised },
    'sweep-provisioning': { payload: Nothing, options: sweep },
    /** Wakes whoever carries operations. */
    'run-operation': { payload: Operation, options: promised },
    /** Open operations whose job was lost, backups that are due or expired, bins and old volumes to empty. */
    'sweep-operations': { payload: Nothing, options: sweep },
    'check-domain': { payload: Domain, options: promised },
    'sweep-domains': { payload: Nothing, options: sweep },
    'sweep-cluster': { payload: Nothing, options: sweep },
  },
  /** Money that moves by itself. */
  renewal: {
    'converge-payment': { payload: Payment, options: promised },
    'sweep-payments': { payload: Nothing, options: sweep },
    /** Asks the gateway to give money back, as an administrator decided. */
    'send-refund': { payload: z.object({ reversalId: z.uuid() }), options: promised },
    /** Yesterday's settlement list, where the gateway has an API for it; also probes gateways that are down. */
    'sweep-gateways': { payload: Nothing, options: sweep },
    /** A balance rose or what is due has changed: charge what this customer can pay of it. */
    'collect-dues': { payload: z.object({ userId: z.uuid() }), options: promised },
    'sweep-billing': { payload: Nothing, options: sweep },
    /** Comes every hour, audits once a night. */
    'sweep-audit': { payload: Nothing, options: sweep },
    /** Deletes, once a day, what is kept no longer. */
    'sweep-retention': { payload: Nothing, options: sweep },
  },
  notification: {
    'send-notification': { payload: Notification, options: promised },
    'sweep-notifications': { payload: Nothing, options: sweep },
  },
} as const satisfies Record<string, Record<string, JobDefinition>>;

type Catalog = typeof catalog;
export type QueueName = keyof Catalog;
export type JobOf<Q extends QueueName> = keyof Catalog[Q] & string;
export type JobName = { [Q in QueueName]: JobOf<Q> }[QueueName];

/** Jobs that carry nothing and come again by themselves. */
export type SweepName = Extract<JobName, `sweep-${string}`>;

type Definitions = { [Q in QueueName]: (jobs: Catalog[Q]) => void }[QueueName] extends (
  jobs: infer All,
) => void
  ? All
  : never;
export type JobPayload<N extends JobName> = z.infer<Definitions[N]['payload']>;

/** Adds one job. While a job with the same `jobId` is kept, finished or not, adding it again changes nothing. */
export type Publish = <N extends JobName>(
  name: N,
  payload: JobPayload<N>,
  options?: { jobId?: string },
) => Promise<void>;

export const QUEUE_NAMES = Object.keys(catalog) as QueueName[];

const queues = new Map<string, QueueName>(
  QUEUE_NAMES.flatMap((queue) => Object.keys(catalog[queue]).map((job) => [job, queue] as const)),
);
const definitions = Object.assign({}, ...Object.values(catalog)) as Record<JobName, JobDefinition>;

/** True when a stored name (an outbox row, a job) is one of ours still. */
export function isJobName(name: string): name is JobName {
  return queues.has(name);
}

export function queueOf(name: JobName): QueueName {
  const queue = queues.get(name);
  if (!queue) throw new RangeError(`no such job: ${name}`);
  return queue;
}

export function optionsOf(name: JobName): JobOptions {
  return definitions[name].options;
}

/** Throws a ZodError naming what is wrong. */
export function parsePayload<N extends JobName>(name: N, payload: unknown): JobPayload<N> {
  return definitions[name].payload.parse(payload) as JobPayload<N>;
}
