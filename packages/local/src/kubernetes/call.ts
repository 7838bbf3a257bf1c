import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DeleteOptions } from './deletion.js';
import { isFields, type KubeObject } from './object.js';
import type { WriteOptions } from './registry.js';
import { type ApiPath, readBody } from './request.js';
import { badRequest, invalid } from './status.js';

/** One request to the API, taken apart. */
export interface Call {
  verb: string;
  path: ApiPath;
  query: URLSearchParams;
  request: IncomingMessage;
  response: ServerResponse;
}

/** Who writes, where to, and whether in earnest. Throws 422 for a dry run other than `All`. */
export function writeOptions({ query, request, path }: Call): WriteOptions {
  const dryRun = query.getAll('dryRun');
  if (dryRun.some((value) => value !== 'All'))
    throw invalid(path.resource, path.name, [
      {
        field: 'dryRun',
        reason: 'FieldValueNotSupported',
        message: `Unsupported value: ${JSON.stringify(dryRun)}: supported values: "All"`,
      },
    ]);
  return {
    manager:
      query.get('fieldManager') || (request.headers['user-agent'] ?? 'unknown').split('/')[0] || 'unknown',
    dryRun: dryRun.length > 0,
    status: path.subresource === 'status',
  };
}

/** Throws 400 when the body is not an object. */
export async function readObject(request: IncomingMessage): Promise<KubeObject> {
  return asObject(await readBody(request));
}

export function asObject(body: unknown): KubeObject {
  if (!isFields(body)) throw badRequest('the body is not an object of Kubernetes');
  if (body.metadata !== undefined && body.metadata !== null && !isFields(body.metadata))
    throw badRequest('metadata is not an object');
  return { ...body, metadata: body.metadata ?? {} } as unknown as KubeObject;
}

/** From the body, or from the query where the body does not say. */
export async function deleteOptions({ query, request }: Call): Promise<DeleteOptions> {
  const body = await readBody(request);
  const given = (isFields(body) ? body : {}) as DeleteOptions & { dryRun?: unknown };
  const grace = query.get('gracePeriodSeconds');
  return {
    propagationPolicy:
      given.propagationPolicy ??
      ((query.get('propagationPolicy') ?? undefined) as DeleteOptions['propagationPolicy']),
    gracePeriodSeconds: given.gracePeriodSeconds ?? (grace === null ? undefined : Number(grace)),
    preconditions: given.preconditions,
    dryRun: query.has('dryRun') || (Array.isArray(given.dryRun) && given.dryRun.length > 0),
  };
}
