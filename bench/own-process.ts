import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';

const ROOT = join(import.meta.dirname, '..');

/**
 * Runs a file of this folder in a process of its own, from one bundled file: what it uses is then its own use, without
 * the tool that reads the sources here. Both sides speak by messages, one answer to each.
 */
export async function startProcess(file: string, env: Record<string, string> = {}) {
  // Within the repository, so that packages are found from there.
  const cache = join(ROOT, 'node_modules', '.cache');
  await mkdir(cache, { recursive: true });
  const directory = await mkdtemp(join(cache, 'minispod-bench-'));
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    build: { ssr: join(import.meta.dirname, file), outDir: directory, emptyOutDir: true, target: 'node20' },
    ssr: {
      noExternal: [/^@minispod/],
      resolve: { conditions: ['@minispod/source', 'node', 'import', 'default'] },
    },
  });
  const child = fork(join(directory, file.replace('.ts', '.js')), {
    execArgv: ['--expose-gc'],
    env: { ...process.env, ...env },
  });
  if (!child.pid) throw new Error(`${file} did not start`);
  return {
    pid: child.pid,
    ask: <T>(question: unknown) => ask<T>(child, question),
    async stop() {
      child.kill();
      if (child.exitCode === null) await once(child, 'exit');
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function ask<T>(child: ChildProcess, question: unknown): Promise<T> {
  const ended = new AbortController();
  const died = once(child, 'exit', { signal: ended.signal }).then(([code]) => {
    throw new Error(`the process ended with code ${code}`);
  });
  child.send(question as object);
  try {
    const [answer] = await Promise.race([once(child, 'message', { signal: ended.signal }), died]);
    return answer as T;
  } finally {
    ended.abort();
    died.catch(() => {});
  }
}
