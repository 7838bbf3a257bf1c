import { AdminUserListInput, AdminUserListView } from '@minispod/contracts/administration';
import { listUsers } from '@minispod/domain/administration/list-users';
import { administratorProcedure } from '../../../trpc/procedures.js';

export const listProcedure = administratorProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/admin/users',
      tags: ['Administration'],
      summary: 'Users',
    },
  })
  .input(AdminUserListInput)
  .output(AdminUserListView)
  .query(({ ctx, input }) => listUsers(ctx.dataSource.manager, input));
