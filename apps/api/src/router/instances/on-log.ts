import { FollowLogsInput } from '@minispod/contracts/instance';
import { followLogs } from '@minispod/domain/log/follow-logs';
import { tracked } from '@trpc/server';
import { streamProcedure } from '../../trpc/procedures.js';

/** An app's log as it is written. Each line's stamp is its place: a browser that was cut off goes on behind the last. */
export const onLogProcedure = streamProcedure.input(FollowLogsInput).subscription(async function* ({
  ctx,
  input: { id, container, lastEventId },
}) {
  const { userId } = ctx.user;
  const left = new AbortController();
  const ended = ctx.logStreams.enter(userId, AbortSignal.any([ctx.ended, left.signal]));
  try {
    const changed = ctx.changes.of(userId, { topic: 'instance', signal: ended });
    const wanted = { id, container, since: lastEventId ?? null };
    const lines = followLogs(ctx.dataSource.manager, ctx.clusterReader, userId, wanted, changed, ended);
    for await (const line of lines) yield tracked(line.at, line);
  } finally {
    left.abort();
  }
});
