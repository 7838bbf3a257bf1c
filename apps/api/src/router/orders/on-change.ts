import { NoInput, userProcedure } from '../../trpc/procedures.js';

export const onChangeProcedure = userProcedure
  .input(NoInput)
  .subscription(({ ctx, signal }) => ctx.changes.of(ctx.user.userId, { topic: 'order', signal }));
