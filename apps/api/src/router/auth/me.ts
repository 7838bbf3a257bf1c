import { UserView } from '@minispod/contracts/account';
import { getMe } from '@minispod/domain/account/get-me';
import { NoInput, userProcedure } from '../../trpc/procedures.js';

export const meProcedure = userProcedure
  .meta({ openapi: { method: 'GET', path: '/auth/me', tags: ['Account'], summary: 'Who is logged in' } })
  .input(NoInput)
  .output(UserView)
  .query(({ ctx }) => getMe(ctx.dataSource.manager, ctx.user.userId));
