import type { LogLine } from '@minispod/contracts/instance';
import type { Reader } from '@minispod/database/transaction';
import { notFound } from '../errors.js';
import { loadInstance } from '../instance/load-instance.js';
import type { ClusterReader } from '../ports/cluster-reader.js';

export interface FollowLogs {
  id: string;
  container?: string | undefined;
  /** Stamp of the last line the reader has. */
  since: string | null;
}

/**
 * Lines of the user's own instance as they come. `changed` yields whenever something of it may have changed: once it is not
 * theirs any more, or `changed` ends, the lines end. Throws ClusterUnreachable.
 */
export async function* followLogs(
  reader: Reader,
  cluster: ClusterReader,
  userId: string,
  { id, container, since }: FollowLogs,
  changed: AsyncIterable<unknown>,
  signal: AbortSignal,
): AsyncGenerator<LogLine, void> {
  const isTheirs = async () => {
    const loaded = await loadInstance(reader, id, userId);
    return loaded !== null && loaded.instance.status !== 'TERMINATED';
  };
  if (!(await isTheirs())) throw notFound('Instance');
  const ending = new AbortController();
  const either = AbortSignal.any([signal, ending.signal]);
  const watching = (async () => {
    for await (const _ of changed) if (either.aborted || !(await isTheirs())) return;
  })().finally(() => ending.abort());
  // A database that is away for a moment ends the lines like anything else; whoever reads asks again.
  watching.catch(() => {});
  try {
    yield* cluster.followLogs({ instanceId: id, userId }, { container, since }, either);
  } finally {
    ending.abort();
  }
}
