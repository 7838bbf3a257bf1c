import { InvoiceInput, InvoiceView } from '@minispod/contracts/invoice';
import { getInvoice } from '@minispod/domain/invoice/get';
import { userProcedure } from '../../trpc/procedures.js';

export const getProcedure = userProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/user/invoices/{id}',
      tags: ['Invoices'],
      summary: 'An invoice; its PDF is at the same path with /pdf',
    },
  })
  .input(InvoiceInput)
  .output(InvoiceView)
  .query(({ ctx, input }) => getInvoice(ctx.dataSource.manager, ctx.user.userId, input.id));
