import { applyPatch, type Operation } from 'rfc6902';
import { itemKey, listType } from './apply/schema.js';
import { type Fields, isFields, type KubeObject } from './object.js';
import { isCustom } from './resources.js';
import { ApiError, badRequest } from './status.js';

const STRATEGIC = 'application/strategic-merge-patch+json';

/** Applies a client's patch body to an object, by content type. Throws 400, 415 or 422 as the API server does. */
export function patched(object: KubeObject, contentType: string, body: unknown): KubeObject {
  // What the API server knows by a custom definition alone it cannot merge by key.
  if (contentType === STRATEGIC && isCustom(object.apiVersion)) throw unsupported();
  switch (contentType) {
    case 'application/json-patch+json':
      return jsonPatched(object, body);
    case 'application/merge-patch+json':
      return merged(object, body, () => undefined) as KubeObject;
    case STRATEGIC:
      return merged(object, body, (names) => {
        const type = listType(object.kind, names);
        return type.kind === 'map' ? type.keys : undefined;
      }) as KubeObject;
    default:
      throw unsupported();
  }
}

function unsupported(): ApiError {
  return new ApiError(
    415,
    'UnsupportedMediaType',
    'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json, application/apply-patch+yaml',
  );
}

function jsonPatched(object: KubeObject, body: unknown): KubeObject {
  if (!Array.isArray(body)) throw badRequest('error decoding patch: a JSON patch is a list of operations');
  const result = structuredClone(object);
  const failure = applyPatch(result, body as Operation[]).find((error) => error !== null);
  if (failure) throw new ApiError(422, 'Invalid', `the server rejected our request: ${failure.message}`);
  return result;
}

/** RFC 7386; in a strategic patch lists with keys merge by key and `$patch: delete` removes an item. */
function merged(
  target: unknown,
  patch: unknown,
  keysOf: (names: string[]) => readonly string[] | undefined,
  names: string[] = [],
): unknown {
  const keys = Array.isArray(patch) && Array.isArray(target) ? keysOf(names) : undefined;
  if (keys) return mergedList(target as unknown[], patch as unknown[], keys, keysOf, names);
  if (!isFields(patch)) return patch;
  if (patch.$patch === 'replace')
    return Object.fromEntries(Object.entries(patch).filter(([key]) => key !== '$patch'));
  const result: Fields = isFields(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith('$')) continue;
    if (value === null) delete result[key];
    else result[key] = merged(result[key], value, keysOf, [...names, key]);
  }
  return result;
}

function mergedList(
  target: unknown[],
  patch: unknown[],
  keys: readonly string[],
  keysOf: (names: string[]) => readonly string[] | undefined,
  names: string[],
): unknown[] {
  const items = new Map(target.map((item) => [itemKey(keys, item), item]));
  for (const item of patch) {
    const key = itemKey(keys, item);
    if (isFields(item) && item.$patch === 'delete') items.delete(key);
    else items.set(key, merged(items.get(key), item, keysOf, names));
  }
  return [...items.values()];
}
