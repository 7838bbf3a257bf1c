import { NoInput, streamProcedure } from '../../trpc/procedures.js';

/** Everything of the caller's that changes: the one stream an open console needs. */
export const onChangeProcedure = streamProcedure
  .input(NoInput)
  .subscription(({ ctx }) => ctx.changes.of(ctx.user.userId, { signal: ctx.ended }));
