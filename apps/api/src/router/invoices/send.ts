import { InvoiceInput, InvoiceSentView } from '@minispod/contracts/invoice';
import { sendInvoice } from '@minispod/domain/invoice/send';
import { userProcedure } from '../../trpc/procedures.js';

export const sendProcedure = userProcedure
  .meta({
    status: 202,
    openapi: {
      method: 'POST',
      path: '/user/invoices/{id}/send',
      tags: ['Invoices'],
      summary: 'Mail an invoice to its owner as a PDF',
    },
  })
  .input(InvoiceInput)
  .output(InvoiceSentView)
  .mutation(({ ctx, input }) => sendInvoice(ctx.dataSource, ctx.user.userId, input.id, ctx.clock.now()));
