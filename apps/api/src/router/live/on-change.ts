import { NoInput, userProcedure } from '../../trpc/procedures.js';

/** Everything of the caller's that changes: the one stream an open console needs. */
export const onChangeProcedure = userProcedure
  .input(NoInput)
  .subscription(({ ctx, signal }) => ctx.changes.of(ctx.user.userId, { signal }));
