import type { Plugin } from 'vite';
import { MUTATIONS } from './mutations.js';

/** Takes the mending of one fault away from the sources that tests read. Nothing, when no fault is named. */
export function mutation(fault: string | undefined): Plugin[] {
  if (!fault) return [];
  const mutation = MUTATIONS.find((each) => each.fault === fault);
  if (!mutation) throw new Error(`There is no mutation called ${fault}`);
  const transform = (code: string, id: string) => {
    if (!id.endsWith(`/${mutation.file}`)) return undefined;
    return mutation.edits.reduce((source, [from, to]) => {
      if (!source.includes(from)) throw new Error(`${mutation.file} no longer has ${JSON.stringify(from)}`);
      return source.replaceAll(from, () => to);
    }, code);
  };
  return [{ name: 'mutation', enforce: 'pre', transform }];
}
