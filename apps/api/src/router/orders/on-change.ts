import { NoInput, streamProcedure } from '../../trpc/procedures.js';

export const onChangeProcedure = streamProcedure
  .input(NoInput)
  .subscription(({ ctx }) => ctx.changes.of(ctx.user.userId, { topic: 'order', signal: ctx.ended }));
