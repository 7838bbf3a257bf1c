import type { DriftView } from '@minispod/contracts/cluster';
import { readOffset } from '@minispod/domain/clock/movable-clock';
import { reportDrift } from '@minispod/domain/drift/report-drift';
import { kubeConfigSource } from '@minispod/process/cluster-env';
import type { DataSource } from 'typeorm';
import type { CommandEnv } from '../env.js';
import { inventoryOf } from '../inventory.js';

/** Compares books, database and cluster as they are now; changes nothing. Throws ClusterUnreachable. */
export async function drift(dataSource: DataSource, env: CommandEnv): Promise<DriftView> {
  const now = new Date(Date.now() + (await readOffset(dataSource)));
  return reportDrift(dataSource, inventoryOf(kubeConfigSource(env)), now);
}

/** Each difference with what to do, for a person. */
export function describeDrift({ items }: DriftView): string {
  if (items.length === 0) return 'drift\n  books, database and cluster agree\n';
  const rows = items.map(({ kind, subject, finding, whatToDo, since }) => {
    const when = since === null ? '' : ` (since ${since})`;
    return `  ✖ ${kind}: ${subject}${when}\n    ${finding}\n    → ${whatToDo}\n`;
  });
  return `drift\n${rows.join('')}`;
}
