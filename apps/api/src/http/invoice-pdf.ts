import { InvoiceInput } from '@minispod/contracts/invoice';
import { getMe } from '@minispod/domain/account/get-me';
import { getInvoice } from '@minispod/domain/invoice/get';
import { renderInvoice } from '@minispod/pdf/invoice';
import type { FastifyInstance } from 'fastify';
import type { Services } from '../trpc/context.js';
import { pathInput, sessionOf } from './request-context.js';

/** An invoice on paper, for its owner, in the owner's language. Not a procedure: what it answers is no JSON. */
export function mountInvoicePdf(app: FastifyInstance, services: Services): void {
  const { dataSource, seller } = services;
  app.get('/api/user/invoices/:id/pdf', async (request, reply) => {
    const { userId } = await sessionOf(services, request);
    const { id } = pathInput(InvoiceInput, request);
    const invoice = await getInvoice(dataSource.manager, userId, id);
    const { locale } = await getMe(dataSource.manager, userId);
    const pdf = await renderInvoice(invoice, seller, locale);
    const fileName = `${invoice.number.replaceAll('/', '-')}.pdf`;
    return reply
      .type('application/pdf')
      .header('content-disposition', `inline; filename="${fileName}"`)
      .header('cache-control', 'private, no-store')
      .send(pdf);
  });
}
