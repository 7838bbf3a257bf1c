import { InvoiceListInput, InvoiceListView } from '@minispod/contracts/invoice';
import { listInvoices } from '@minispod/domain/invoice/list';
import { userProcedure } from '../../trpc/procedures.js';

export const listProcedure = userProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/user/invoices',
      tags: ['Invoices'],
      summary: 'Invoices and credit notes',
    },
  })
  .input(InvoiceListInput)
  .output(InvoiceListView)
  .query(({ ctx, input }) => listInvoices(ctx.dataSource.manager, ctx.user.userId, input));
