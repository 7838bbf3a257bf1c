import { canonical, type KubeObject, type ManagedFieldsEntry, timestamp } from '../object.js';
import { ApiError, type Cause } from '../status.js';
import {
  type FieldSet,
  type FieldValues,
  fieldsOf,
  fromFieldsV1,
  readable,
  SEPARATOR,
  toFieldsV1,
} from './field-set.js';
import { mergeApplied, removeFields } from './merge.js';

type Entries = readonly ManagedFieldsEntry[];

export interface Apply {
  manager: string;
  /** Take the fields in conflict from their managers instead of refusing. */
  force: boolean;
}

/**
 * Server-side apply on an existing object: the merged object with its managedFields. Throws 409 with one cause per
 * field that another manager owns at a different value.
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/
 */
export function applyConfiguration(
  live: KubeObject,
  config: KubeObject,
  { manager, force }: Apply,
): KubeObject {
  const entries = live.metadata.managedFields ?? [];
  const mine = (entry: ManagedFieldsEntry) => entry.manager === manager && entry.operation === 'Apply';
  const applied = fieldsOf(config);
  const others = entries.filter((entry) => !mine(entry));
  const contested = findConflicts(others, applied, fieldsOf(live));
  if (contested.length > 0 && !force) throw conflictOf(contested);

  const kept = withoutPaths(others, new Set(contested.map(({ path }) => path)));
  const previous = entries.find(mine);
  const before: FieldSet = previous ? fromFieldsV1(previous.fieldsV1) : new Set();
  const removed = new Set([...before].filter((path) => !applied.has(path)));
  const pruned = removed.size > 0 ? removeFields(live, removed, ownedBelow(kept, applied)) : live;
  const merged = mergeApplied(pruned, config);
  const entry = entryOf(manager, 'Apply', config.apiVersion, applied.keys(), previous);
  return withEntries(merged, entry ? [...kept, entry] : kept);
}

/**
 * Records a create, update or patch: the writer takes every field it changed, without asking; fields that are gone
 * are nobody's any more.
 */
export function recordUpdate(
  before: KubeObject | undefined,
  after: KubeObject,
  manager: string,
): ManagedFieldsEntry[] {
  const entries = before?.metadata.managedFields ?? [];
  const old: FieldValues = before ? fieldsOf(before) : new Map();
  const current = fieldsOf(after);
  const changed = new Set<string>();
  for (const [path, value] of current)
    if (!old.has(path) || canonical(old.get(path)) !== canonical(value)) changed.add(path);
  const gone = new Set([...old.keys()].filter((path) => !current.has(path)));
  if (changed.size === 0 && gone.size === 0) return [...entries];

  const mine = (entry: ManagedFieldsEntry) => entry.manager === manager && entry.operation === 'Update';
  const others = withoutPaths(
    entries.filter((entry) => !mine(entry)),
    new Set([...changed, ...gone]),
  );
  const previous = entries.find(mine);
  const owned = previous ? [...fromFieldsV1(previous.fieldsV1)].filter((path) => !gone.has(path)) : [];
  const entry = entryOf(manager, 'Update', after.apiVersion, new Set([...owned, ...changed]), previous);
  return entry ? [...others, entry] : others;
}

interface Contested {
  path: string;
  owner: ManagedFieldsEntry;
}

function findConflicts(others: Entries, applied: FieldValues, live: FieldValues): Contested[] {
  return others.flatMap((owner) =>
    [...fromFieldsV1(owner.fieldsV1)]
      .filter((path) => applied.has(path) && canonical(applied.get(path)) !== canonical(live.get(path)))
      .map((path) => ({ path, owner })),
  );
}

function conflictOf(contested: Contested[]): ApiError {
  const by = ({ owner }: Contested) =>
    `conflict with "${owner.manager}"${owner.operation === 'Update' ? ` using ${owner.apiVersion}` : ''}`;
  const causes = contested.map(
    (each): Cause => ({
      reason: 'FieldManagerConflict',
      message: by(each),
      field: readable(each.path),
    }),
  );
  const plural = contested.length === 1 ? 'conflict' : 'conflicts';
  const listed = causes.map(({ message, field }) => `${message}: ${field}`).join('\n');
  const message = `Apply failed with ${contested.length} ${plural}: ${listed}`;
  return new ApiError(409, 'Conflict', message, { causes });
}

/** Tells whether some other manager, or the new configuration, owns a path or anything inside it. */
function ownedBelow(others: Entries, applied: FieldValues): (path: string) => boolean {
  const owned = [...applied.keys(), ...others.flatMap(({ fieldsV1 }) => [...fromFieldsV1(fieldsV1)])];
  return (path) => owned.some((each) => each === path || each.startsWith(path + SEPARATOR));
}

function withoutPaths(entries: Entries, taken: FieldSet): ManagedFieldsEntry[] {
  return entries.flatMap((entry) => {
    const paths = fromFieldsV1(entry.fieldsV1);
    const left = [...paths].filter((path) => !taken.has(path));
    if (left.length === paths.size) return [entry];
    return left.length > 0 ? [{ ...entry, fieldsV1: toFieldsV1(left) }] : [];
  });
}

/** The previous entry itself when nothing changed: a repeated write must not even move its time. */
function entryOf(
  manager: string,
  operation: 'Apply' | 'Update',
  apiVersion: string,
  paths: Iterable<string>,
  previous: ManagedFieldsEntry | undefined,
): ManagedFieldsEntry | undefined {
  const fieldsV1 = toFieldsV1(paths);
  if (Object.keys(fieldsV1).length === 0) return undefined;
  if (previous && canonical(previous.fieldsV1) === canonical(fieldsV1)) return previous;
  return { manager, operation, apiVersion, time: timestamp(), fieldsType: 'FieldsV1', fieldsV1 };
}

function withEntries(object: KubeObject, entries: ManagedFieldsEntry[]): KubeObject {
  return { ...object, metadata: { ...object.metadata, managedFields: entries } };
}
