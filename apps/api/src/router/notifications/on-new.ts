import { NoInput, userProcedure } from '../../trpc/procedures.js';

export const onNewProcedure = userProcedure
  .input(NoInput)
  .subscription(({ ctx, signal }) => ctx.changes.of(ctx.user.userId, { topic: 'notification', signal }));
