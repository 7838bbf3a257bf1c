import type { TFunction } from 'i18next';
import type { en } from '../../texts/en/index.js';

const WORDS = [
  'namespace',
  'configuration',
  'storage',
  'deployment',
  'network',
  'address',
  'ready',
] as const satisfies (keyof typeof en.instance.steps)[];

/** A provisioning step in words; one that is not known yet keeps its own name. */
export function stepWord(name: string, t: TFunction): string {
  const known = WORDS.find((word) => word === name);
  return known ? t(`instance.steps.${known}`) : name;
}
