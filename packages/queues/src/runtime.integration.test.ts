import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { sourceProcess } from '@minispod/testing/source-process';
import { describe, expect, it, type TestContext } from 'vitest';
import type { QueueSettings, Queues } from './runtime.js';
import { eventually, inPostgres, inRedis, producer, Refused, worker } from './testing/stores.js';
import type { Handlers } from './worker.js';

const redisUrl = process.env.MINISPOD_TEST_REDIS_URL;
const paymentId = randomUUID();

const renewal = ({ queues }: Queues) =>
  queues.find((queue) => queue.name === 'renewal') as (typeof queues)[0];

function firstFailed(queues: Queues) {
  return eventually(async () => {
    const [job] = await renewal(queues).getFailed();
    if (!job) throw new Error('nothing failed yet');
    return job;
  });
}

describe.each([
  { store: 'PostgreSQL', on: inPostgres, missing: false },
  { store: 'Redis', on: (test: TestContext) => inRedis(test, redisUrl ?? ''), missing: !redisUrl },
])('queues in $store', { timeout: 60_000 }, ({ on, missing }) => {
  const test = missing ? it.skip : it.concurrent;

  test('deliver a job with its payload, and one job id once', async (test) => {
    const settings = await on(test);
    const queues = await producer(test, settings);
    const seen: unknown[] = [];
    await queues.publish('converge-payment', { paymentId }, { jobId: 'outbox-1' });
    await queues.publish('converge-payment', { paymentId }, { jobId: 'outbox-1' });
    await queues.publish('converge-payment', { paymentId }, { jobId: 'outbox-2' });
    worker(test, settings, {
      'converge-payment': async (payload, { jobId, attempt }) => {
        seen.push([payload, jobId, attempt]);
      },
    });
    await eventually(async () => expect(await renewal(queues).getCompletedCount()).toBe(2));
    expect(seen).toEqual([
      [{ paymentId }, 'outbox-1', 1],
      [{ paymentId }, 'outbox-2', 1],
    ]);
  });

  test('run a failed job again, later each time', async (test) => {
    const settings = await on(test);
    const queues = await producer(test, settings);
    const starts: number[] = [];
    worker(test, settings, {
      'converge-payment': async () => {
        if (starts.push(performance.now()) < 3) throw new Error('passes');
      },
    });
    await queues.publish('converge-payment', { paymentId });
    await eventually(async () => expect(await renewal(queues).getCompletedCount()).toBe(1));
    const [first = 0, second = 0, third = 0] = starts;
    expect(starts).toHaveLength(3);
    expect(second - first).toBeGreaterThanOrEqual(240);
    expect(third - second).toBeGreaterThanOrEqual(490);
  });

  test('never run a job again whose error is final', async (test) => {
    const settings = await on(test);
    const queues = await producer(test, settings);
    let runs = 0;
    worker(test, settings, {
      'converge-payment': async () => {
        runs++;
        throw new Refused('amount differs');
      },
    });
    await queues.publish('converge-payment', { paymentId });
    expect((await firstFailed(queues)).failedReason).toBe('amount differs');
    expect(runs).toBe(1);
  });

  test('refuse what arrives broken or unknown, saying why', async (test) => {
    const settings = await on(test);
    const queues = await producer(test, settings);
    await renewal(queues).add('converge-payment', { paymentId: 'seven' }, { attempts: 5 });
    worker(test, settings, {});
    const broken = await firstFailed(queues);
    expect(broken.failedReason).toMatch(/bad payload.*Invalid UUID/s);
    expect(broken.attemptsMade).toBe(1);
    await broken.remove();
    await renewal(queues).add('toString', {}, { attempts: 5 });
    expect((await firstFailed(queues)).failedReason).toBe('this queue has no job toString');
  });

  test('refuse to publish a payload that no handler could read', async (test) => {
    const queues = await producer(test, await on(test));
    await expect(queues.publish('converge-payment', { paymentId: 'seven' })).rejects.toThrow('Invalid UUID');
  });

  test('share the work between two workers, each job run once', async (test) => {
    const settings = await on(test);
    const queues = await producer(test, settings);
    const runs: string[] = [];
    const both = new Set<string>();
    const handlers = (name: string): Partial<Handlers<'renewal'>> => ({
      'converge-payment': async (_payload, { jobId }) => {
        both.add(name);
        await eventually(() => expect(both.size).toBe(2));
        runs.push(jobId);
      },
    });
    worker(test, settings, handlers('one'));
    worker(test, settings, handlers('two'));
    const ids = Array.from({ length: 20 }, (_, index) => `outbox-${index}`);
    await Promise.all(ids.map((jobId) => queues.publish('converge-payment', { paymentId }, { jobId })));
    await eventually(async () => expect(await renewal(queues).getCompletedCount()).toBe(20));
    expect(runs.toSorted()).toEqual(ids.toSorted());
  });

  test("take over a killed worker's job", async (test) => {
    const settings = await on(test);
    const queues = await producer(test, settings);
    await queues.publish('converge-payment', { paymentId });
    const doomed = workerProcess(test, settings);
    await doomed.startedJob;
    doomed.kill();
    const attempts: number[] = [];
    worker(test, settings, {
      'converge-payment': async (_payload, { attempt }) => void attempts.push(attempt),
    });
    await eventually(() => expect(attempts).toEqual([1]));
  });

  test('keep one schedule, however many ask for it', async (test) => {
    const settings = await on(test);
    const runs: number[] = [];
    worker(test, settings, { 'sweep-payments': async () => void runs.push(performance.now()) });
    for (let restart = 0; restart < 3; restart++) {
      const queues = await producer(test, settings);
      await queues.schedule('sweep-payments', 1_000);
    }
    const queues = await producer(test, settings);
    await eventually(() => expect(runs.length).toBeGreaterThanOrEqual(4));
    expect(await renewal(queues).getJobSchedulersCount()).toBe(1);
    const [first = 0, last = 0] = [runs[0], runs.at(-1)];
    expect(last - first).toBeGreaterThan((runs.length - 2) * 1_000);
  });

  test('put back a schedule that the store has forgotten', async (test) => {
    const queues = await producer(test, await on(test));
    await queues.schedule('sweep-payments', 60_000);
    await renewal(queues).removeJobScheduler('sweep-payments');
    expect(await renewal(queues).getJobSchedulersCount()).toBe(0);
    await eventually(async () => expect(await renewal(queues).getJobSchedulersCount()).toBe(1));
  });

  test('wait for running jobs when closing', async (test) => {
    const settings = await on(test);
    const queues = await producer(test, settings);
    const control = new EventEmitter();
    let state = 'waiting';
    const running = worker(test, settings, {
      'converge-payment': async () => {
        state = 'running';
        await once(control, 'release');
        state = 'done';
      },
    });
    await queues.publish('converge-payment', { paymentId });
    await eventually(() => expect(state).toBe('running'));
    const closed = running.close().then(() => state);
    control.emit('release');
    expect(await closed).toBe('done');
    expect(await renewal(queues).getCompletedCount()).toBe(1);
  });

  test('give back a job cut short by closing, at no cost of an attempt', async (test) => {
    const settings = await on(test);
    const queues = await producer(test, settings);
    let begun = false;
    const running = worker(test, settings, {
      'converge-payment': async (_payload, { signal }) => {
        begun = true;
        await once(signal, 'abort');
        throw new Error('cut short');
      },
    });
    await queues.publish('converge-payment', { paymentId });
    await eventually(() => expect(begun).toBe(true));
    await running.close();
    const attempts: number[] = [];
    worker(test, settings, {
      'converge-payment': async (_payload, { attempt }) => void attempts.push(attempt),
    });
    await eventually(() => expect(attempts).toEqual([1]));
  });

  test('close at the deadline though a job never ends', async (test) => {
    const settings = await on(test);
    const queues = await producer(test, settings);
    let begun = false;
    const running = worker(test, settings, {
      'converge-payment': () => {
        begun = true;
        return new Promise(() => {});
      },
    });
    await queues.publish('converge-payment', { paymentId });
    await eventually(() => expect(begun).toBe(true));
    await running.close(100);
  });
});

/** A worker in a process of its own whose handler never ends. */
function workerProcess(test: TestContext, { databaseUrl, redisUrl, redisPrefix }: QueueSettings) {
  const child = sourceProcess(`
    const { startWorker } = await load('packages/queues/src/worker.ts');
    const logger = { child: () => logger, warn: console.error, error: console.error };
    startWorker({ ...${JSON.stringify({ databaseUrl, redisUrl, redisPrefix })}, logger }, 'renewal', {
      'converge-payment': () => { process.stdout.write('started'); return new Promise(() => {}); },
    }, { concurrency: 1, logger, isFinal: () => false });`);
  const kill = () => void child.kill('SIGKILL');
  test.onTestFinished(kill);
  return { startedJob: once(child.stdout, 'data'), kill };
}

it('does not compile without a handler for each job', () => {
  // @ts-expect-error: the sweep is missing
  const handlers: Handlers<'renewal'> = { 'converge-payment': async () => {} };
  expect(handlers).toBeDefined();
});
