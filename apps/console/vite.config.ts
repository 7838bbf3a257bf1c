import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  resolve: { conditions: ['@minispod/source', ...defaultClientConditions] },
  server: { host: '127.0.0.1', port: 5173, proxy: { '/trpc': 'http://127.0.0.1:3000' } },
  build: {
    target: 'es2022',
    // The server's policy allows fonts and scripts from itself only, so nothing may be turned into a data: address.
    assetsInlineLimit: 0,
    // Schemas are built by calls without effects: a page that needs only formatRupiah must not carry zod along.
    rolldownOptions: { treeshake: { manualPureFunctions: ['z', 'listOf'] } },
  },
});
