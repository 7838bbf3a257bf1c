import { MAXIMUM_SETTLEMENT_FILE } from '@minispod/contracts/payments';
import { DomainError } from '@minispod/domain/errors';
import { type GatewaySettlement, SettlementFileError } from '@minispod/domain/ports/payment-gateway';
import { importSettlements } from '@minispod/domain/reconciliation/import-settlements';
import { readImport } from '@minispod/domain/reconciliation/list-imports';
import { parseSettlementFile } from '@minispod/payments/midtrans/settlement-file';
import type { FastifyInstance } from 'fastify';
import type { Services } from '../trpc/context.js';
import { success } from './envelope.js';
import { mountUploads, readUpload } from './read-upload.js';
import { administratorOf } from './request-context.js';

/** Settlement lists that administrators download from Midtrans, the one gateway that has no API for them. */
export function mountSettlementUpload(app: FastifyInstance, services: Services): void {
  const { dataSource, gateways, clock } = services;
  mountUploads(app, (uploads) => {
    uploads.post('/api/admin/reconciliation/imports', async (request) => {
      const { userId } = await administratorOf(services, request);
      const { content, fileName } = await readUpload(request, MAXIMUM_SETTLEMENT_FILE);
      const lines = readLines(content);
      const now = clock.now();
      const { importId, isNew } = await importSettlements(
        { dataSource, gateways },
        userId,
        { gateway: 'midtrans', source: 'FILE', fileName, lines },
        now,
      );
      return success({ ...(await readImport(dataSource.manager, importId)), isNew }, now);
    });
  });
}

/** Refused whole, and where it went wrong, so that nobody imports half a day. */
function readLines(content: Buffer): GatewaySettlement[] {
  try {
    return parseSettlementFile(new TextDecoder('utf-8', { fatal: true }).decode(content));
  } catch (error) {
    if (error instanceof SettlementFileError) {
      const { line, column, problem, reason, message } = error;
      throw new DomainError('VALIDATION_ERROR', 'The file cannot be read', {
        file: message,
        line: String(line),
        ...(column !== null && { column }),
        problem,
        reason,
      });
    }
    if (error instanceof TypeError)
      throw new DomainError('VALIDATION_ERROR', 'The file cannot be read', { file: 'Must be a CSV file' });
    throw error;
  }
}
