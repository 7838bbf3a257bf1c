import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = new URL('../../..', import.meta.url);
const hooks = new URL('source-hooks.mjs', import.meta.url);

/**
 * Runs a script in a Node process of its own, to be killed there as a crash would. It may call `load(path)`, the path
 * from the repository's root, for any module of ours, read from its TypeScript source. What it writes to stdout can be
 * read by the caller; its stderr is the test's.
 */
export function sourceProcess(script: string): ChildProcess & { stdout: NodeJS.ReadableStream } {
  const prelude = `
    import { register } from 'node:module';
    register(${JSON.stringify(hooks.href)});
    const load = (path) => import(new URL(path, ${JSON.stringify(root.href)}).href);`;
  return spawn(process.execPath, ['--input-type=module', '-e', `${prelude}\n${script}`], {
    cwd: fileURLToPath(root),
    stdio: ['ignore', 'pipe', 'inherit'],
  }) as ChildProcess & { stdout: NodeJS.ReadableStream };
}
