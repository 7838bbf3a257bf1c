import { AdminPaymentInput } from '@minispod/contracts/payments';
import { MAXIMUM_PROOF, type ProofType, TopUpStatusInput } from '@minispod/contracts/wallet';
import type { PaymentProof } from '@minispod/database/entities/payment-proof.entity';
import { getProof } from '@minispod/domain/payment/get-proof';
import { getTopUp } from '@minispod/domain/payment/get-top-up';
import { uploadProof } from '@minispod/domain/payment/upload-proof';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Services } from '../trpc/context.js';
import { success } from './envelope.js';
import { proofTypeOf } from './proof-type.js';
import { mountUploads, readUpload } from './read-upload.js';
import { administratorOf, pathInput, sessionOf } from './request-context.js';

const ENDING = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'application/pdf': 'pdf',
} as const satisfies Record<ProofType, string>;

const OWN_PATH = '/api/user/wallet/topup/:transactionId/proof';

/** Proofs of transfers by hand: sent by their owner, seen by their owner and administrators. Files, and so no procedures. */
export function mountProofs(app: FastifyInstance, services: Services): void {
  const { dataSource, clock, encryptionKey } = services;

  mountUploads(app, (uploads) => {
    uploads.post(OWN_PATH, async (request) => {
      const { userId } = await sessionOf(services, request);
      const { transactionId } = pathInput(TopUpStatusInput, request);
      // Before the file is read: nobody fills our memory for somebody else's top-up.
      await getTopUp(dataSource.manager, userId, transactionId);
      const { content, fileName } = await readUpload(request, MAXIMUM_PROOF);
      const contentType = await proofTypeOf(content);
      const proof = { content, contentType, fileName };
      return success(
        await uploadProof(dataSource, userId, transactionId, proof, encryptionKey, clock.now()),
        clock.now(),
      );
    });
  });

  app.get(OWN_PATH, async (request, reply) => {
    const { userId } = await sessionOf(services, request);
    const { transactionId } = pathInput(TopUpStatusInput, request);
    return sendProof(reply, await getProof(dataSource.manager, userId, transactionId, encryptionKey));
  });

  app.get('/api/admin/transactions/:id/proof', async (request, reply) => {
    await administratorOf(services, request);
    const { id } = pathInput(AdminPaymentInput, request);
    return sendProof(reply, await getProof(dataSource.manager, null, id, encryptionKey));
  });
}

/** A stranger's file on our own address: it runs nothing, is taken for nothing else and kept nowhere on the way. */
function sendProof(reply: FastifyReply, { content, contentType }: PaymentProof) {
  const isPicture = contentType !== 'application/pdf';
  return reply
    .type(contentType)
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; frame-ancestors 'none'; sandbox")
    .header(
      'content-disposition',
      `${isPicture ? 'inline' : 'attachment'}; filename="proof.${ENDING[contentType]}"`,
    )
    .header('cache-control', 'private, no-store')
    .send(content);
}
