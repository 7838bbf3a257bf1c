import type { LogsInput, LogsView } from '@minispod/contracts/instance';
import type { Reader } from '@minispod/database/transaction';
import type { z } from 'zod';
import { DomainError, notFound } from '../errors.js';
import { loadInstance } from '../instance/load-instance.js';
import { wishedStatus } from '../instance/settle-wish.js';
import type { ClusterReader } from '../ports/cluster-reader.js';
import { noticeOf } from './rules/notice.js';

/** The last lines of the user's own instance, or in words why there are none. Throws ClusterUnreachable. */
export async function readLogs(
  reader: Reader,
  cluster: ClusterReader,
  userId: string,
  input: z.infer<typeof LogsInput>,
): Promise<z.infer<typeof LogsView>> {
  const loaded = await loadInstance(reader, input.id, userId);
  if (!loaded) throw notFound('Instance');
  const ref = { instanceId: input.id, userId };
  const containers = await cluster.containers(ref);
  const { container, lines } = input;
  if (container !== undefined && containers.length > 0 && !containers.includes(container)) {
    const reason = `One of ${containers.join(', ')}`;
    throw new DomainError('VALIDATION_ERROR', 'The input is not valid', { container: reason });
  }
  const isPrevious = input.previous === 'true';
  const found = await cluster.logs(ref, { container, lines, isPrevious });
  const isThere = containers.length > 0;
  const { instance } = loaded;
  // The status follows when the cluster was seen to do what is wished; the reader has wished already.
  const status = instance.status === 'RUNNING' ? wishedStatus(instance) : instance.status;
  return {
    lines: found,
    containers,
    notice: found.length > 0 ? null : noticeOf(status, { isThere, isPrevious }),
  };
}
