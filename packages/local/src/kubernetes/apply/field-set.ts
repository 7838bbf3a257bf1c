import { type Fields, type FieldsV1, isFields, type KubeObject } from '../object.js';
import { isAtomicMap, itemKey, listType } from './schema.js';

/**
 * Field paths and the values found there. A path is its FieldsV1 elements (`f:spec`, `k:{"name":"a"}`, `v:"x"`) joined
 * by SEPARATOR. Leaves, atomic lists and maps, and items of keyed lists are members; the structs between are not.
 */
export type FieldValues = Map<string, unknown>;
export type FieldSet = Set<string>;

export const SEPARATOR = '\u0001';

/** Stands for the presence of an item in a keyed list, whatever its fields are. */
const PRESENT = true;

/** Never owned by anyone: they name the object, or the server alone writes them. */
const SERVER_METADATA = new Set([
  'name',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'generateName',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'selfLink',
  'managedFields',
]);

/** Every field an object sets, identity and server-written metadata aside. */
export function fieldsOf(object: KubeObject): FieldValues {
  const { apiVersion: _, kind, metadata, ...rest } = object;
  const own = Object.entries(metadata).filter(([key]) => !SERVER_METADATA.has(key));
  const found: FieldValues = new Map();
  if (own.length > 0) collect(kind, Object.fromEntries(own), ['metadata'], 'f:metadata', found);
  for (const [key, value] of Object.entries(rest)) collect(kind, value, [key], `f:${key}`, found);
  return found;
}

function collect(kind: string, value: unknown, names: string[], path: string, into: FieldValues): void {
  if (Array.isArray(value)) collectList(kind, value, names, path, into);
  else if (!isFields(value) || Object.keys(value).length === 0 || isAtomicMap(kind, names))
    into.set(path, value);
  else
    for (const [key, member] of Object.entries(value))
      collect(kind, member, [...names, key], `${path}${SEPARATOR}f:${key}`, into);
}

function collectList(kind: string, list: unknown[], names: string[], path: string, into: FieldValues): void {
  const type = listType(kind, names);
  if (type.kind === 'atomic' || list.length === 0) {
    into.set(path, list);
    return;
  }
  for (const item of list) {
    if (type.kind === 'set') {
      into.set(`${path}${SEPARATOR}v:${JSON.stringify(item)}`, PRESENT);
      continue;
    }
    const itemPath = `${path}${SEPARATOR}${itemKey(type.keys, item)}`;
    into.set(itemPath, PRESENT);
    for (const [key, member] of Object.entries(item as Fields))
      collect(kind, member, [...names, key], `${itemPath}${SEPARATOR}f:${key}`, into);
  }
}

/** True for `…k:{…}` and `…v:…`: the path of a list item, not of a field in it. */
export function isItem(path: string): boolean {
  return !path.slice(path.lastIndexOf(SEPARATOR) + 1).startsWith('f:');
}

export function toFieldsV1(paths: Iterable<string>): FieldsV1 {
  const root: FieldsV1 = {};
  for (const path of paths) {
    let node = root;
    for (const element of path.split(SEPARATOR)) {
      node[element] ??= {};
      node = node[element];
    }
    if (path.slice(path.lastIndexOf(SEPARATOR) + 1).startsWith('k:')) node['.'] = {};
  }
  return root;
}

export function fromFieldsV1(fields: FieldsV1, prefix = '', into: FieldSet = new Set()): FieldSet {
  for (const [element, below] of Object.entries(fields)) {
    if (element === '.') {
      if (prefix) into.add(prefix);
      continue;
    }
    const path = prefix ? `${prefix}${SEPARATOR}${element}` : element;
    if (Object.keys(below).length === 0) into.add(path);
    else fromFieldsV1(below, path, into);
  }
  return into;
}

/** `.spec.template.spec.containers[name="app"].image`, as conflicts are reported. */
export function readable(path: string): string {
  return path
    .split(SEPARATOR)
    .map((element) => {
      const rest = element.slice(2);
      if (element.startsWith('f:')) return `.${rest}`;
      if (element.startsWith('v:')) return `[=${rest}]`;
      const keys = Object.entries(JSON.parse(rest) as Fields);
      return `[${keys.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join()}]`;
    })
    .join('');
}
