import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transform } from 'rolldown/utils';

/** Node's loader hooks by which a process runs our TypeScript sources. See `sourceProcess`. */

const packages = new URL('../../', import.meta.url);

export function resolve(specifier, context, next) {
  const [, name, path] = /^@minispod\/([^/]+)\/(.+)$/.exec(specifier) ?? [];
  if (name) return next(new URL(`${name}/src/${path}.ts`, packages).href, context);
  // The helpers of what the transform writes: of the package beside this file, whoever imports them.
  if (specifier.startsWith('@oxc-project/runtime/'))
    return next(specifier, { ...context, parentURL: import.meta.url });
  const isOurs = context.parentURL?.endsWith('.ts') && specifier.startsWith('.');
  return next(isOurs ? specifier.replace(/\.js$/, '.ts') : specifier, context);
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const path = fileURLToPath(url);
  const { code, errors } = await transform(path, await readFile(path, 'utf8'), {
    decorator: { legacy: true },
  });
  if (errors.length > 0) throw new Error(`${path}: ${errors[0].message}`);
  return { format: 'module', source: code, shortCircuit: true };
}
