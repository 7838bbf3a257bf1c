import type { V1Container, V1PodSpec } from '@kubernetes/client-node';
import type { Amounts } from '@minispod/domain/ports/cluster';
import { toMebibytes, toMilli } from './manifests/quantities.js';

export const NOTHING: Amounts = { cpuMilli: 0, memoryMb: 0 };

export function amounts(quantities: Record<string, string> | undefined): Amounts {
  return { cpuMilli: toMilli(quantities?.cpu ?? '0'), memoryMb: toMebibytes(quantities?.memory ?? '0') };
}

export function sum(all: Iterable<Amounts>): Amounts {
  let { cpuMilli, memoryMb } = NOTHING;
  for (const each of all) {
    cpuMilli += each.cpuMilli;
    memoryMb += each.memoryMb;
  }
  return { cpuMilli, memoryMb };
}

/**
 * What a node sets aside for a pod: its containers together, or the largest of those that run before them and end; and what
 * its RuntimeClass costs. https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers
 */
export function requestsOf(spec: V1PodSpec | undefined): Amounts {
  const ofContainer = ({ resources }: V1Container) => amounts(resources?.requests);
  const running = sum((spec?.containers ?? []).map(ofContainer));
  const before = (spec?.initContainers ?? []).map(ofContainer);
  const largest = {
    cpuMilli: Math.max(running.cpuMilli, ...before.map(({ cpuMilli }) => cpuMilli)),
    memoryMb: Math.max(running.memoryMb, ...before.map(({ memoryMb }) => memoryMb)),
  };
  return sum([largest, amounts(spec?.overhead)]);
}
