import { readdirSync, readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';

const CONTRACTS = new URL('../../packages/contracts/src/', import.meta.url);

/** The names of all schemas: making one from another has no effect beyond its result. */
function schemaNames(): string[] {
  return readdirSync(CONTRACTS)
    .map((file) => readFileSync(new URL(file, CONTRACTS), 'utf8'))
    .flatMap((source) => [...source.matchAll(/^(?:export )?const (\w+) =/gm)].map((match) => match[1] ?? ''));
}

/** What every page needs: the libraries' cores and the components of nearly every page. */
const FRAME = new RegExp(
  [
    'node_modules/(react|react-dom|scheduler|@tanstack|@trpc|i18next|react-i18next)/',
    '@mantine/hooks/esm/(?!use-(focus-trap|pagination|debounced|network|clipboard|disclosure|uncontrolled|mutation|roving))',
    '@mantine/core/esm/(core|utils)/',
    '@mantine/core/esm/components/(ActionIcon|Alert|Anchor|Badge|Button|Card|CloseButton|Group|Indicator|Input|InputBase|Kbd|Loader|Paper|SimpleGrid|Skeleton|Stack|Text|TextInput|ThemeIcon|Title|Transition|UnstyledButton|VisuallyHidden)/',
    'console/src/(app|ui/(app-logo|empty|links|money|problem-panel|query-view|state-badge|tones))',
  ].join('|'),
);

/** Writes each text file compressed beside itself; the API serves those as they are, without work per request. */
function precompress(): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        for (const file of Object.values(bundle)) {
          if (!/\.(js|css)$/.test(file.fileName)) continue;
          const source = Buffer.from(file.type === 'chunk' ? file.code : file.source);
          this.emitFile({
            type: 'asset',
            fileName: `${file.fileName}.gz`,
            source: gzipSync(source, { level: 9 }),
          });
          this.emitFile({
            type: 'asset',
            fileName: `${file.fileName}.br`,
            source: brotliCompressSync(source),
          });
        }
      },
    },
  };
}

export default defineConfig({
  plugins: [react(), precompress()],
  resolve: { conditions: ['@minispod/source', ...defaultClientConditions] },
  server: { host: '127.0.0.1', port: 5173, proxy: { '^/(trpc|api|health)': 'http://127.0.0.1:3000' } },
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
              test: FRAME,
            },
          ],
        },
      },
    },
  },
});
