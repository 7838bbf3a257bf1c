import { once } from 'node:events';
import { sourceProcess } from '@minispod/testing/source-process';
import { expect, test } from 'vitest';

/** Starts a process with these closers, sends each signal as soon as it is ready for it, and waits for its end. */
async function run(closers: string, { deadlineMs = 15_000, signals = ['SIGTERM'] as NodeJS.Signals[] } = {}) {
  const child = sourceProcess(`
    const { closeOnSignal } = await load('packages/process/src/shutdown.ts');
    const { createLogger } = await load('packages/process/src/logger.ts');
    const say = (text) => process.stdout.write(text + '\\n');
    const forever = () => new Promise(() => setInterval(() => {}, 1000));
    closeOnSignal(createLogger({ name: 'test', level: 'info' }), ${closers}, ${deadlineMs});
    say('ready');
    forever();`);
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += chunk;
    if (text.includes('ready') && signals.length > 0) child.kill(signals.shift());
  });
  const [code] = await once(child, 'exit');
  const said = text.split('\n').filter((line) => /^\w+$/.test(line));
  return { code, said, text };
}

test('closes in order, one after the other, and exits with 0', async () => {
  const { code, said } = await run(`[
    { name: 'a', close: async () => { await null; say('a'); } },
    { name: 'b', close: () => say('b') },
  ]`);
  expect({ code, said }).toEqual({ code: 0, said: ['ready', 'a', 'b'] });
}, 30_000);

test('a closer that fails keeps none of the others from running', async () => {
  const { code, said, text } = await run(`[
    { name: 'a', close: () => { throw new Error('stuck valve'); } },
    { name: 'b', close: () => say('b') },
  ]`);
  expect({ code, said }).toEqual({ code: 1, said: ['ready', 'b'] });
  expect(text).toContain('stuck valve');
}, 30_000);

test('a closer that never ends is named at the deadline', async () => {
  const { code, text } = await run(`[{ name: 'the slow one', close: forever }]`, { deadlineMs: 100 });
  expect(code).toBe(1);
  expect(text).toContain('"waitingFor":"the slow one"');
}, 30_000);

test('a second signal does not wait', async () => {
  const { code } = await run(`[{ name: 'a', close: () => { say('a'); return forever(); } }]`, {
    signals: ['SIGINT', 'SIGINT'],
  });
  expect(code).toBe(1);
}, 30_000);
