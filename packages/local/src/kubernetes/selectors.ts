import type { LabelSelector } from './kinds.js';
import type { KubeObject } from './object.js';
import { isFields } from './object.js';
import { badRequest } from './status.js';

type Labels = Record<string, string>;
export interface Requirement {
  key: string;
  operator: 'in' | 'notin' | 'exists' | 'absent';
  values: ReadonlySet<string>;
}

const SET = /^([\w./-]+)\s+(in|notin)\s+\(([^)]*)\)$/;
const EQUALITY = /^([\w./-]+)\s*(==|=|!=)\s*([\w.-]*)$/;
const PRESENCE = /^(!?)\s*([\w./-]+)$/;

/**
 * `a=b,c!=d,e in (f,g),h notin (i),j,!k` as requirements, all of which must hold. Throws 400 as the API server does.
 * Syntax: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#api
 */
export function parseLabelSelector(selector: string | undefined): Requirement[] {
  if (!selector?.trim()) return [];
  // Commas inside parentheses belong to the set.
  return selector.split(/,(?![^(]*\))/).map((part) => parseRequirement(part.trim(), selector));
}

function parseRequirement(part: string, selector: string): Requirement {
  const set = SET.exec(part);
  if (set) {
    const values = new Set(set[3]?.split(',').map((value) => value.trim()));
    return { key: set[1] ?? '', operator: set[2] === 'in' ? 'in' : 'notin', values };
  }
  const equality = EQUALITY.exec(part);
  if (equality) {
    const operator = equality[2] === '!=' ? 'notin' : 'in';
    return { key: equality[1] ?? '', operator, values: new Set([equality[3] ?? '']) };
  }
  const presence = PRESENCE.exec(part);
  if (presence)
    return { key: presence[2] ?? '', operator: presence[1] ? 'absent' : 'exists', values: new Set() };
  throw badRequest(`unable to parse requirement: found '${part}' in label selector "${selector}"`);
}

/** The same requirements from an object's own selector (`spec.selector` of a Deployment). */
export function requirementsOf(selector: LabelSelector): Requirement[] {
  const equal = Object.entries(selector.matchLabels ?? {}).map(
    ([key, value]): Requirement => ({ key, operator: 'in', values: new Set([value]) }),
  );
  const operators = { In: 'in', NotIn: 'notin', Exists: 'exists', DoesNotExist: 'absent' } as const;
  const expressions = (selector.matchExpressions ?? []).map(({ key, operator, values }): Requirement => {
    const known = operators[operator as keyof typeof operators];
    if (!known) throw badRequest(`"${operator}" is not a valid label selector operator`);
    return { key, operator: known, values: new Set(values) };
  });
  return [...equal, ...expressions];
}

export function labelsMatch(requirements: readonly Requirement[], labels: Labels | undefined): boolean {
  return requirements.every(({ key, operator, values }) => {
    const value = labels?.[key];
    if (operator === 'exists') return value !== undefined;
    if (operator === 'absent') return value === undefined;
    if (operator === 'in') return value !== undefined && values.has(value);
    return value === undefined || !values.has(value);
  });
}

export interface FieldRequirement {
  path: readonly string[];
  value: string;
  equal: boolean;
}

const SELECTABLE =
  /^(metadata\.(name|namespace)|involvedObject\.\w+|reason|type|source|spec\.nodeName|status\.phase)$/;

/** `metadata.name=x,status.phase!=y`; an unsupported field is a 400, as with the real one. */
export function parseFieldSelector(selector: string | undefined): FieldRequirement[] {
  if (!selector?.trim()) return [];
  return selector.split(',').map((part) => {
    const match = /^\s*([\w.]+)\s*(==|=|!=)\s*(.*?)\s*$/.exec(part);
    if (!match) throw badRequest(`invalid field selector: ${selector}`);
    const [, path = '', operator, value = ''] = match;
    if (!SELECTABLE.test(path)) throw badRequest(`field label not supported: ${path}`);
    return { path: path.split('.'), value, equal: operator !== '!=' };
  });
}

export function fieldsMatch(requirements: readonly FieldRequirement[], object: KubeObject): boolean {
  return requirements.every(({ path, value, equal }) => {
    let found: unknown = object;
    for (const step of path) found = isFields(found) ? found[step] : undefined;
    return (String(found ?? '') === value) === equal;
  });
}
