import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { identify, isAlive } from './process-identity.js';
import { acquireProcessLock } from './process-lock.js';

let directory: string;
let path: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'minispod-lock-'));
  path = join(directory, 'lock');
});

afterEach(() => rmSync(directory, { recursive: true }));

test('is held once, and free again after its release', () => {
  const release = acquireProcessLock(path);
  expect(() => acquireProcessLock(path)).toThrow(`held by the running process ${process.pid}`);
  release();
  expect(existsSync(path)).toBe(false);
  const again = acquireProcessLock(path);
  release();
  expect(existsSync(path)).toBe(true);
  again();
});

test('of a process that is gone is taken over', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const identity = identify(child.pid ?? 0);
  expect(identity && isAlive(identity)).toBe(true);
  writeFileSync(path, JSON.stringify(identity));
  expect(() => acquireProcessLock(path)).toThrow(`${child.pid}`);
  child.kill('SIGKILL');
  await once(child, 'exit');
  acquireProcessLock(path)();
});

test.each([
  ['whose number another process has by now', JSON.stringify({ pid: process.pid, started: 'earlier' })],
  ['cut short by a crash', '{"pi'],
])('%s is taken over', (_, content) => {
  writeFileSync(path, content);
  acquireProcessLock(path)();
  expect(existsSync(path)).toBe(false);
});
