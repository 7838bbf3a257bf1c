import { join } from 'node:path';
import { runnerImport } from 'vite';
import { root } from '../workspace.mjs';

/** A module of the workspace from its source: what is tried is what was just written, built or not. */
export async function loadSource(path) {
  const resolve = { external: [], noExternal: [/^@minispod/], conditions: ['@minispod/source', 'node'] };
  const inline = { configFile: false, logLevel: 'error', environments: { inline: { resolve } } };
  const { module } = await runnerImport(join(root, path), inline);
  return module;
}
