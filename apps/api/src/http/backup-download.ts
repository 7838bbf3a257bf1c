import { pipeline } from 'node:stream';
import { openStream } from '@minispod/backup-store/seal';
import { BackupInput } from '@minispod/contracts/operation';
import { downloadBackup } from '@minispod/domain/backup/download-backup';
import { DomainError } from '@minispod/domain/errors';
import { BackupMissing } from '@minispod/domain/ports/backup-store';
import { required } from '@minispod/domain/rows';
import type { FastifyInstance } from 'fastify';
import type { Services } from '../trpc/context.js';
import { pathInput, sessionOf } from './request-context.js';

const Input = BackupInput.omit({ requestId: true });

/**
 * A backup as a file, for its owner, opened as it is sent. Not a procedure: what it answers is no JSON. A backup that turns
 * out damaged on the way ends the connection before its announced length, so that nobody takes it for whole.
 */
export function mountBackupDownload(app: FastifyInstance, services: Services): void {
  const { dataSource, backupStore, encryptionKey, clock } = services;
  app.get('/api/user/services/instances/:id/backups/:backupId/download', async (request, reply) => {
    const { userId } = await sessionOf(services, request);
    const input = pathInput(Input, request);
    const { backup, fileName } = await downloadBackup(dataSource, userId, input, clock.now());
    const sealed = await backupStore.get(backup.storageKey).catch((error: unknown) => {
      if (error instanceof BackupMissing) throw new DomainError('CONFLICT', 'The store has lost this backup');
      request.log.error({ err: error, backupId: backup.id }, 'the backup store cannot be read');
      throw new DomainError('UNAVAILABLE', 'The backups cannot be reached just now: try again in a moment');
    });
    const opened = pipeline(sealed, openStream(encryptionKey, backup.id), (error) => {
      if (error) request.log.warn({ err: error, backupId: backup.id }, 'a download ended early');
    });
    return reply
      .type('application/octet-stream')
      .header('content-length', required(backup.sizeBytes))
      .header('content-disposition', `attachment; filename="${fileName}"`)
      .header('cache-control', 'private, no-store')
      .send(opened);
  });
}
