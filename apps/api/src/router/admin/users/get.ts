import { AdminUserDetail, AdminUserInput } from '@minispod/contracts/administration';
import { getUser } from '@minispod/domain/administration/get-user';
import { administratorProcedure } from '../../../trpc/procedures.js';

export const getProcedure = administratorProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/admin/users/{id}',
      tags: ['Administration'],
      summary: 'A user with wallet and subscriptions',
    },
  })
  .input(AdminUserInput)
  .output(AdminUserDetail)
  .query(({ ctx, input }) => getUser(ctx.dataSource.manager, input.id, ctx.clock.now()));
