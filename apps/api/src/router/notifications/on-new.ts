import { NoInput, streamProcedure } from '../../trpc/procedures.js';

export const onNewProcedure = streamProcedure
  .input(NoInput)
  .subscription(({ ctx }) => ctx.changes.of(ctx.user.userId, { topic: 'notification', signal: ctx.ended }));
