import { AVATAR_TYPES } from '@minispod/contracts/account';
import { PROOF_TYPES } from '@minispod/contracts/wallet';
import type { generateOpenApiDocument } from 'trpc-to-openapi';

type Document = ReturnType<typeof generateOpenApiDocument>;
type Paths = NonNullable<Document['paths']>;
type Operation = NonNullable<Paths[string]['get']>;

const failure = {
  description: 'Failure',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
};

/** What is sent or answered as a file, and so is no procedure. `document` holds all others, in their envelopes. */
export function filePaths(document: Document): Paths {
  const topUp = '/user/wallet/topup/{transactionId}';
  const upload: Operation = {
    operationId: 'wallet-uploadProof',
    tags: ['Wallet'],
    summary: 'Send the proof of a transfer by hand: a picture or a PDF of at most 5 MB, told by its content',
    parameters: idsIn(topUp),
    requestBody: {
      required: true,
      content: {
        'multipart/form-data': {
          schema: {
            type: 'object',
            required: ['file'],
            properties: { file: { type: 'string', format: 'binary' } },
          },
        },
      },
    },
    responses: document.paths?.[topUp]?.get?.responses ?? {},
  };
  const files: [path: string, tag: string, operationId: string, summary: string, types: readonly string[]][] =
    [
      [
        '/user/invoices/{id}/pdf',
        'Invoices',
        'invoices-pdf',
        "An invoice as PDF, in its owner's language",
        ['application/pdf'],
      ],
      [
        '/user/wallet/transactions/{id}/receipt',
        'Wallet',
        'wallet-receipt',
        'The receipt of a paid top-up as PDF, with what went back since',
        ['application/pdf'],
      ],
      [`${topUp}/proof`, 'Wallet', 'wallet-proof', 'The newest proof of a transfer by hand', PROOF_TYPES],
      [
        '/admin/transactions/{id}/proof',
        'Administration',
        'admin-payments-proof',
        'The newest proof of a transfer by hand',
        PROOF_TYPES,
      ],
      [
        '/users/{id}/avatar',
        'Account',
        'auth-avatar',
        "A user's picture, for themselves and administrators",
        AVATAR_TYPES,
      ],
      [
        '/user/services/instances/{id}/backups/{backupId}/download',
        'Instances',
        'instances-downloadBackup',
        'A backup as a file',
        ['application/octet-stream'],
      ],
    ];
  const paths: Paths = {};
  for (const [path, tag, operationId, summary, types] of files) {
    const content = Object.fromEntries(types.map((type) => [type, {}]));
    const responses = { 200: { description: 'Success', content }, default: failure };
    paths[path] = { get: { operationId, tags: [tag], summary, parameters: idsIn(path), responses } };
  }
  const me = document.paths?.['/auth/me']?.get;
  paths['/auth/me/avatar'] = {
    post: {
      ...upload,
      operationId: 'auth-setAvatar',
      tags: ['Account'],
      summary: 'Send a picture of oneself: JPEG, PNG or WebP of at most 256 KB, told by its content',
      parameters: [],
      responses: me?.responses ?? {},
    },
    delete: {
      operationId: 'auth-removeAvatar',
      tags: ['Account'],
      summary: 'Take the picture away: the initials stand in its place',
      responses: me?.responses ?? {},
    },
  };
  paths[`${topUp}/proof`] = { ...paths[`${topUp}/proof`], post: upload };
  return paths;
}

function idsIn(path: string) {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path' as const,
    required: true,
    schema: { type: 'string' as const, format: 'uuid' },
  }));
}
