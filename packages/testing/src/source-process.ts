import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * Runs a script in a Node process of its own, to be killed there as a crash would. It may call `load(path)`, the path
 * from the repository's root, for any module of ours, read from its TypeScript source. What it writes to stdout can be
 * read by the caller; its stderr is the test's.
 */
export function sourceProcess(script: string): ChildProcess & { stdout: NodeJS.ReadableStream } {
  const prelude = `
    import { createServer } from 'vite';
    const vite = await createServer({
      root: ${JSON.stringify(root)}, configFile: false, logLevel: 'error', appType: 'custom',
      server: { middlewareMode: true, hmr: false, ws: false, watch: null },
      optimizeDeps: { noDiscovery: true },
      ssr: { noExternal: [/^@minispod/], resolve: { conditions: ['@minispod/source', 'node', 'import', 'default'] } },
    });
    const load = (path) => vite.ssrLoadModule(${JSON.stringify(root)} + path);`;
  return spawn(process.execPath, ['--input-type=module', '-e', `${prelude}\n${script}`], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  }) as ChildProcess & { stdout: NodeJS.ReadableStream };
}
