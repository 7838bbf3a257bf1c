import { InvoiceInput } from '@minispod/contracts/invoice';
import { TransactionInput } from '@minispod/contracts/wallet';
import { getMe } from '@minispod/domain/account/get-me';
import { getInvoice } from '@minispod/domain/invoice/get';
import { getReceipt } from '@minispod/domain/receipt/get';
import { renderInvoice } from '@minispod/pdf/invoice';
import { renderReceipt } from '@minispod/pdf/receipt';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Services } from '../trpc/context.js';
import { pathInput, sessionOf } from './request-context.js';

/** Invoices and receipts on paper, for their owner, in the owner's language. No procedures: what they answer is no JSON. */
export function mountPdfs(app: FastifyInstance, services: Services): void {
  const { dataSource, seller } = services;
  const { manager } = dataSource;

  app.get('/api/user/invoices/:id/pdf', async (request, reply) => {
    const { userId } = await sessionOf(services, request);
    const { id } = pathInput(InvoiceInput, request);
    const invoice = await getInvoice(manager, userId, id);
    const { locale } = await getMe(manager, userId);
    const pdf = await renderInvoice(invoice, seller, locale);
    return sendPdf(reply, pdf, invoice.number.replaceAll('/', '-'));
  });

  app.get('/api/user/wallet/transactions/:id/receipt', async (request, reply) => {
    const { userId } = await sessionOf(services, request);
    const { id } = pathInput(TransactionInput, request);
    const receipt = await getReceipt(manager, userId, id);
    const { locale } = await getMe(manager, userId);
    return sendPdf(reply, await renderReceipt(receipt, seller, locale), `receipt-${id}`);
  });
}

function sendPdf(reply: FastifyReply, pdf: Buffer, name: string) {
  return reply
    .type('application/pdf')
    .header('content-disposition', `inline; filename="${name}.pdf"`)
    .header('cache-control', 'private, no-store')
    .send(pdf);
}
