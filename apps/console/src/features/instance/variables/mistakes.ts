import { isReservedVariable } from '@minispod/contracts/variable-names';
import type { TFunction } from 'i18next';
import type { Row } from './dotenv.js';

/** As the contract has it; written out here, because that one brings all schemas along. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,99}$/;
const LONGEST_VALUE = 10_000;
export const MOST_VARIABLES = 50;

type Mistake = 'missing' | 'shape' | 'twice' | 'long';
/** Why a variable is left out of what is saved: the service sets it with its secret, or the system does. */
type LeftOut = 'locked' | 'reserved';

/** What is wrong with one row among all; null when it will do. A row without name and value is not there. */
export function mistakeIn(row: Row, rows: readonly Row[]): Mistake | null {
  if (row.name === '') return row.value === '' ? null : 'missing';
  if (!NAME.test(row.name)) return 'shape';
  if (rows.some((other) => other.key !== row.key && other.name === row.name)) return 'twice';
  return row.value.length > LONGEST_VALUE ? 'long' : null;
}

/**
 * Whether a variable is one that nobody may set. Whoever pastes the settings of another place may have it among them: it is
 * marked and left out, and the others are taken.
 */
export function leftOut({ name }: Row, locked: ReadonlySet<string>): LeftOut | null {
  if (locked.has(name)) return 'locked';
  return isReservedVariable(name) ? 'reserved' : null;
}

export function mistakeWord(mistake: Mistake | LeftOut | null, t: TFunction): string | null {
  return mistake && t(`variables.mistake.${mistake}`);
}

export interface Changes {
  added: string[];
  changed: string[];
  removed: string[];
}

/** By name only: values are nobody's business but their owner's. */
export function changesBetween(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): Changes {
  return {
    added: Object.keys(after).filter((name) => !Object.hasOwn(before, name)),
    changed: Object.keys(after).filter((name) => Object.hasOwn(before, name) && before[name] !== after[name]),
    removed: Object.keys(before).filter((name) => !Object.hasOwn(after, name)),
  };
}
