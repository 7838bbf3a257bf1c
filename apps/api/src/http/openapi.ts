import { ERROR_STATUS, type ErrorCode } from '@minispod/contracts/error-codes';
import type { AnyTRPCProcedure } from '@trpc/server';
import { generateOpenApiDocument } from 'trpc-to-openapi';
import { appRouter } from '../router/index.js';
import type { Meta } from '../trpc/procedures.js';
import { filePaths } from './openapi-files.js';

type Document = ReturnType<typeof generateOpenApiDocument>;
type Schema = NonNullable<NonNullable<Document['components']>['schemas']>[string];
type Operation = NonNullable<NonNullable<Document['paths']>[string]['get']>;

const ERROR_CODES = Object.keys(ERROR_STATUS) as ErrorCode[];
const timestamp: Schema = { type: 'string', format: 'date-time' };

const failure: Schema = {
  type: 'object',
  required: ['success', 'error', 'timestamp'],
  properties: {
    success: { const: false },
    error: {
      type: 'object',
      required: ['code', 'message'],
      properties: {
        code: { type: 'string', enum: ERROR_CODES },
        message: { type: 'string' },
        details: {
          type: 'object',
          description: 'For VALIDATION_ERROR: field → reason. Other codes carry what helps to act on them.',
        },
      },
    },
    timestamp,
  },
};

/** The OpenAPI document of the REST interface, made from the procedures themselves. `serverUrl` is PUBLIC_URL. */
export function openApiDocument(serverUrl: string): Document {
  const document = generateOpenApiDocument(appRouter, {
    title: 'MinisPod',
    version: '1',
    description:
      'Amounts are whole rupiah, times ISO 8601 in UTC. Send an `Idempotency-Key` header with what must not happen twice.',
    baseUrl: `${serverUrl}/api`,
  });
  const statuses = successStatuses();
  for (const item of Object.values(document.paths ?? {})) {
    for (const operation of [item.get, item.post, item.put, item.delete]) {
      if (operation) putInEnvelope(operation, statuses.get(operation.operationId ?? '') ?? 200);
    }
  }
  document.paths = { ...document.paths, ...filePaths(document) };
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Failure: failure },
  };
  return document;
}

/** The generator knows neither our envelope nor our errors, and every success as 200. */
function putInEnvelope(operation: Operation, status: number): void {
  const answer = operation.responses?.['200'];
  const data = answer && 'content' in answer ? answer.content?.['application/json']?.schema : undefined;
  operation.responses = {
    [status]: {
      description: 'Success',
      content: {
        'application/json': {
          schema: {
            type: 'object',
            required: ['success', 'data', 'timestamp'],
            properties: { success: { const: true }, data: data ?? {}, timestamp },
          },
        },
      },
    },
    default: {
      description: 'Failure',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
    },
  };
}

function successStatuses(): Map<string, number> {
  const procedures = appRouter._def.procedures as unknown as Record<string, AnyTRPCProcedure>;
  return new Map(
    Object.entries(procedures).map(([path, procedure]) => [
      path.replaceAll('.', '-'),
      ((procedure._def.meta ?? {}) as Meta).status ?? 200,
    ]),
  );
}
