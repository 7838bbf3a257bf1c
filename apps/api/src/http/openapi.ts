import { ERROR_STATUS, type ErrorCode } from '@minispod/contracts/error-codes';
import { REQUEST_ID_LENGTH } from '@minispod/contracts/shared';
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

const { min: minLength, max: maxLength } = REQUEST_ID_LENGTH;
const idempotencyKey: NonNullable<Operation['parameters']>[number] = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: `Names this request: sent again with the same input, it is answered with the first answer. ${minLength} to ${maxLength} printable ASCII characters without spaces; anything else is refused with VALIDATION_ERROR.`,
  schema: { type: 'string', minLength, maxLength, pattern: '^[\\x21-\\x7e]+$' },
};

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
  const procedures = byOperation();
  for (const item of Object.values(document.paths ?? {})) {
    for (const operation of [item.get, item.post, item.put, item.delete]) {
      const procedure = operation && procedures.get(operation.operationId ?? '');
      if (!procedure) continue;
      putInEnvelope(operation, procedure.status);
      if (procedure.takesKey) operation.parameters = [...(operation.parameters ?? []), idempotencyKey];
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

interface Documented {
  status: number;
  /** It spends or creates, and can be told apart from its repetition. */
  takesKey: boolean;
}

function byOperation(): Map<string, Documented> {
  const procedures = appRouter._def.procedures as unknown as Record<string, AnyTRPCProcedure>;
  return new Map(
    Object.entries(procedures).map(([path, { _def }]) => {
      const { inputs } = _def as unknown as { inputs: { shape?: Record<string, unknown> }[] };
      const takesKey = inputs.some(({ shape }) => shape?.requestId !== undefined);
      return [path.replaceAll('.', '-'), { status: ((_def.meta ?? {}) as Meta).status ?? 200, takesKey }];
    }),
  );
}
