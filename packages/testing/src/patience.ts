import { vi } from 'vitest';

/** For every test: what a busy machine does late is not wrong, so that waiting for it ends after twenty seconds, not one. */
const TIMEOUT_MS = 20_000;
const { waitFor } = vi;
const waitPatiently: typeof vi.waitFor = (look, options = {}) =>
  waitFor(look, typeof options === 'number' ? options : { timeout: TIMEOUT_MS, ...options });
// Files that share a worker share `vi` as well.
if (waitFor.name !== waitPatiently.name) vi.waitFor = waitPatiently;
