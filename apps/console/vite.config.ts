import { readdirSync, readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

const CONTRACTS = new URL('../../packages/contracts/src/', import.meta.url);

/** The names of all schemas: making one from another has no effect beyond its result. */
function schemaNames(): string[] {
  return readdirSync(CONTRACTS)
    .map((file) => readFileSync(new URL(file, CONTRACTS), 'utf8'))
    .flatMap((source) => [...source.matchAll(/^(?:export )?const (\w+) =/gm)].map((match) => match[1] ?? ''));
}

export default defineConfig({
  plugins: [react()],
  resolve: { conditions: ['@minispod/source', ...defaultClientConditions] },
  server: { host: '127.0.0.1', port: 5173, proxy: { '/trpc': 'http://127.0.0.1:3000' } },
  build: {
    target: 'es2022',
    // The server's policy allows fonts and scripts from itself only, so nothing may be turned into a data: address.
    assetsInlineLimit: 0,
    // A page that needs only a list of statuses must not carry all of zod along: it is a quarter of the first load.
    rolldownOptions: {
      treeshake: { manualPureFunctions: ['z', 'listOf', ...schemaNames()] },
      // One chunk for what every page needs, instead of dozens of tiny ones that compress badly.
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'frame',
              test: /node_modules[\\/](react|react-dom|scheduler|@tanstack|@trpc|i18next|react-i18next)[\\/]|@mantine[\\/]core[\\/]esm[\\/]core/,
            },
          ],
        },
      },
    },
  },
});
