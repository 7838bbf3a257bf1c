import { recordRefusal } from '@minispod/domain/health/refusals';
import type { Clock } from '@minispod/domain/ports/clock';
import { ClusterRefused } from '@minispod/domain/ports/cluster';
import type { DataSource } from 'typeorm';

/**
 * The same port, of which every refusal of the API server is kept in the database before it is thrown on: whichever part of
 * the worker meets it, one that lasts becomes the operator's alert.
 */
export function notingRefusals<Port extends object>(
  port: Port,
  { dataSource, clock }: { dataSource: DataSource; clock: Clock },
): Port {
  const noting = Object.entries(port).map(([name, method]) => {
    if (typeof method !== 'function') return [name, method];
    const call = (...input: unknown[]) => {
      const answer: unknown = method.apply(port, input);
      if (!(answer instanceof Promise)) return answer;
      return answer.catch(async (error: unknown) => {
        if (error instanceof ClusterRefused)
          await recordRefusal(dataSource, subjectOf(input[0]), error, clock.now());
        throw error;
      });
    };
    return [name, call];
  });
  return Object.fromEntries(noting);
}

function subjectOf(first: unknown): string {
  return first !== null && typeof first === 'object' && 'instanceId' in first
    ? String(first.instanceId)
    : 'cluster';
}
