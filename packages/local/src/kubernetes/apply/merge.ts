import { type Fields, isFields, type KubeObject } from '../object.js';
import { type FieldSet, isItem, SEPARATOR } from './field-set.js';
import { isAtomicMap, itemKey, listType } from './schema.js';

/** Lays an applied configuration over the live object: granular maps and keyed lists merge, all else is replaced. */
export function mergeApplied(live: KubeObject, applied: KubeObject): KubeObject {
  return mergeFields(live.kind, live as unknown as Fields, applied as unknown as Fields, []) as never;
}

function mergeFields(kind: string, live: Fields, applied: Fields, names: string[]): Fields {
  const merged = { ...live };
  for (const [key, value] of Object.entries(applied))
    merged[key] = mergeValue(kind, live[key], value, [...names, key]);
  return merged;
}

function mergeValue(kind: string, live: unknown, applied: unknown, names: string[]): unknown {
  if (Array.isArray(applied) && Array.isArray(live)) return mergeList(kind, live, applied, names);
  if (isFields(applied) && isFields(live) && !isAtomicMap(kind, names))
    return mergeFields(kind, live, applied, names);
  return applied;
}

/** Applied items in their own order, then the others' items in theirs. */
function mergeList(kind: string, live: unknown[], applied: unknown[], names: string[]): unknown[] {
  const type = listType(kind, names);
  if (type.kind === 'atomic') return applied;
  const keyOf = (item: unknown) => (type.kind === 'set' ? JSON.stringify(item) : itemKey(type.keys, item));
  const others = new Map(live.map((item) => [keyOf(item), item]));
  const merged = applied.map((item) => {
    const before = others.get(keyOf(item));
    others.delete(keyOf(item));
    return isFields(before) && isFields(item) ? mergeFields(kind, before, item, names) : item;
  });
  return [...merged, ...others.values()];
}

/**
 * Takes away the fields that a manager applied before and no longer does. An item of a keyed list goes as a whole
 * unless another manager owns something of it (`kept` tells); its key fields never go alone.
 */
export function removeFields(
  live: KubeObject,
  removed: FieldSet,
  kept: (path: string) => boolean,
): KubeObject {
  const object = structuredClone(live);
  // Items first and whole: then the fields inside them are no longer found.
  const paths = [...removed]
    .filter((path) => !kept(path))
    .sort((a, b) => Number(isItem(b)) - Number(isItem(a)));
  for (const path of paths) removePath(object.kind, object as unknown as Fields, path.split(SEPARATOR));
  return object;
}

function removePath(kind: string, root: Fields, elements: string[]): void {
  const parents: { fields: Fields; key: string }[] = [];
  let node: unknown = root;
  const names: string[] = [];
  for (const [index, element] of elements.entries()) {
    const last = index === elements.length - 1;
    if (element.startsWith('f:')) {
      if (!isFields(node)) return;
      const key = element.slice(2);
      names.push(key);
      parents.push({ fields: node, key });
      if (last) removeField(parents, elements.at(-2));
      node = node[key];
      continue;
    }
    if (!Array.isArray(node)) return;
    const at = indexOfItem(kind, node, names, element);
    if (at < 0) return;
    if (!last) {
      node = node[at];
      parents.length = 0;
      continue;
    }
    node.splice(at, 1);
    if (node.length === 0) removeField(parents, undefined);
  }
}

function indexOfItem(kind: string, list: unknown[], names: string[], element: string): number {
  const type = listType(kind, names);
  if (type.kind === 'map') return list.findIndex((item) => itemKey(type.keys, item) === element);
  return list.findIndex((item) => `v:${JSON.stringify(item)}` === element);
}

/** Deletes a field, and the maps below the top level that become empty by it; not a key of the list item it is in. */
function removeField(parents: { fields: Fields; key: string }[], item: string | undefined): void {
  const field = parents.at(-1);
  if (!field) return;
  if (item?.startsWith('k:') && Object.hasOwn(JSON.parse(item.slice(2)), field.key)) return;
  delete field.fields[field.key];
  const outer = parents.slice(0, -1);
  if (outer.length > 1 && Object.keys(field.fields).length === 0) removeField(outer, undefined);
}
