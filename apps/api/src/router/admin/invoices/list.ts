import { AdminInvoiceListInput, AdminInvoiceListView } from '@minispod/contracts/administration';
import { listAllInvoices } from '@minispod/domain/administration/list-invoices';
import { administratorProcedure } from '../../../trpc/procedures.js';

export const listProcedure = administratorProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/admin/invoices',
      tags: ['Administration'],
      summary: 'Invoices of everybody',
    },
  })
  .input(AdminInvoiceListInput)
  .output(AdminInvoiceListView)
  .query(({ ctx, input }) => listAllInvoices(ctx.dataSource.manager, input));
