import type { IncomingMessage } from 'node:http';
import { isFields, type KubeObject } from './object.js';
import { ApiError } from './status.js';

const GROUP_VERSION = 'meta.k8s.io/v1';
const KIND = 'PartialObjectMetadata';

/**
 * The kind that a client asks the answer to be brought to, by the first clause of its Accept header that is served:
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#alternate-representations-of-resources
 */
function askedKind({ headers }: IncomingMessage): string | undefined {
  for (const clause of (headers.accept ?? '').split(',')) {
    const [type, ...rest] = clause.split(';').map((part) => part.trim());
    const parameters = new Map(rest.map((part) => part.split('=', 2) as [string, string | undefined]));
    const as = parameters.get('as');
    if (as === undefined && (type === 'application/json' || type === '*/*')) return undefined;
    const known = parameters.get('g') === 'meta.k8s.io' && parameters.get('v') === 'v1';
    if (type === 'application/json' && as?.startsWith(KIND) && known) return as;
  }
  return undefined;
}

/** The answer, or of its objects the metadata alone where that was asked for. Throws 406 for a shape it cannot have. */
export function inAskedShape(request: IncomingMessage, body: object): object {
  const asked = askedKind(request);
  if (asked === undefined || ('kind' in body && body.kind === 'Status')) return body;
  const items = 'items' in body && Array.isArray(body.items) ? (body.items as KubeObject[]) : undefined;
  if ((asked === KIND) === (items !== undefined))
    throw notAcceptable(`you requested ${asked}, but the requested object is ${items ? 'a' : 'not a'} list`);
  if (items === undefined) return partialOf(body as KubeObject);
  const metadata = 'metadata' in body ? body.metadata : {};
  return { kind: asked, apiVersion: GROUP_VERSION, metadata, items: items.map(partialOf) };
}

/** Whether a watch is to tell metadata alone. Throws 406 for lists, which no event carries. */
export function watchesMetadata(request: IncomingMessage): boolean {
  const asked = askedKind(request);
  if (asked !== undefined && asked !== KIND) throw notAcceptable(`a watch cannot answer as ${asked}`);
  return asked === KIND;
}

export function partialOf({ metadata }: Pick<KubeObject, 'metadata'>): object {
  return { kind: KIND, apiVersion: GROUP_VERSION, metadata: isFields(metadata) ? metadata : {} };
}

function notAcceptable(message: string): ApiError {
  return new ApiError(406, 'NotAcceptable', message);
}
