/** `npm run bench [-- <name> …]`: runs benchmarks from their sources, one after the other; all of them by default. */
import { readdirSync } from 'node:fs';
import { createServer } from 'vite';

const all = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.replace('.bench.ts', ''));
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const vite = await createServer({
  root: `${import.meta.dirname}/..`,
  configFile: false,
  logLevel: 'error',
  appType: 'custom',
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
  ssr: {
    noExternal: [/^@minispod/],
    resolve: { conditions: ['@minispod/source', 'node', 'import', 'default'] },
  },
});
try {
  for (const name of wanted.length > 0 ? wanted : all) {
    const { run } = await vite.ssrLoadModule(`/bench/${name}.bench.ts`);
    await run();
  }
} finally {
  await vite.close();
}
