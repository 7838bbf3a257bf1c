import type { IncomingMessage } from 'node:http';
import { parse } from 'yaml';
import { findResource, RESOURCES, type Resource } from './resources.js';
import { ApiError, badRequest } from './status.js';

/** The API server's own limit for a request body. */
const MAX_BODY_BYTES = 3 * 1024 * 1024;

export interface ApiPath {
  resource: Resource;
  namespace: string | undefined;
  /** '' for a collection. */
  name: string;
  subresource: string | undefined;
}

const PATH =
  /^\/(?:api|apis\/([^/]+))\/([^/]+)\/(?:namespaces\/([^/]+)\/)?([^/]+)(?:\/([^/]+))?(?:\/([^/]+))?\/?$/;

/** `/api/v1/namespaces/a/pods/b/log` taken apart, or undefined when nothing served is meant. */
export function parseApiPath(path: string): ApiPath | undefined {
  const match = PATH.exec(path);
  if (!match) return undefined;
  const [group = '', version = '', namespace, plural = '', name = '', subresource] = match
    .slice(1)
    .map((part) => part && decodeURIComponent(part));
  const resource = findResource(group, version, plural);
  if (resource && (resource.namespaced || namespace === undefined))
    return { resource, namespace, name, subresource };
  // `/api/v1/namespaces/a` and `/api/v1/namespaces/a/status` are about the namespace itself.
  if (namespace !== undefined && !group && plural && !name && SUBRESOURCES.has(plural))
    return { resource: RESOURCES.namespaces, namespace: undefined, name: namespace, subresource: plural };
  return undefined;
}

const SUBRESOURCES = new Set(['status', 'finalize']);

/** The verb as access rules name it: `deletecollection`, `watch` and so on. */
export function verbOf(method: string, path: ApiPath, query: URLSearchParams): string {
  const collection = path.name === '';
  switch (method) {
    case 'GET':
      return collection
        ? query.get('watch') === 'true' || query.get('watch') === '1'
          ? 'watch'
          : 'list'
        : 'get';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return collection ? 'deletecollection' : 'delete';
    default:
      throw new ApiError(
        405,
        'MethodNotAllowed',
        'the server does not allow this method on the requested resource',
      );
  }
}

export function contentType(request: IncomingMessage): string {
  return (request.headers['content-type'] ?? 'application/json').split(';')[0]?.trim().toLowerCase() ?? '';
}

/** The body as JSON or YAML; undefined when there is none. */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES)
      throw new ApiError(
        413,
        'RequestEntityTooLarge',
        `Request entity too large: limit is ${MAX_BODY_BYTES}`,
      );
    chunks.push(chunk);
  }
  if (size === 0) return undefined;
  if (contentType(request) === 'application/vnd.kubernetes.protobuf')
    throw new ApiError(
      415,
      'UnsupportedMediaType',
      'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml',
    );
  const text = Buffer.concat(chunks).toString();
  try {
    return JSON.parse(text);
  } catch {
    return parseYaml(text);
  }
}

function parseYaml(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw badRequest(`error decoding the body: ${error instanceof Error ? error.message : String(error)}`);
  }
}
