import type { V1Container, V1PodSpec, V1ResourceRequirements } from '@kubernetes/client-node';
import type { Amounts } from '@minispod/domain/ports/cluster';
import { toMebibytes, toMillicores } from './manifests/quantities.js';

export const NOTHING: Amounts = { cpuMilli: 0, memoryMb: 0 };

export function plus(a: Amounts, b: Amounts): Amounts {
  return { cpuMilli: a.cpuMilli + b.cpuMilli, memoryMb: a.memoryMb + b.memoryMb };
}

/**
 * What the scheduler reserves for a pod: what all its containers ask for, or what its hungriest init container does if
 * that is more, and the overhead of its runtime.
 */
export function requestsOf(spec: V1PodSpec | undefined): Amounts {
  if (!spec) return NOTHING;
  const isSidecar = (container: V1Container) => container.restartPolicy === 'Always';
  const init = spec.initContainers ?? [];
  const together = [...spec.containers, ...init.filter(isSidecar)].map(requested).reduce(plus, NOTHING);
  const needed = init
    .filter((container) => !isSidecar(container))
    .map(requested)
    .reduce(most, together);
  return plus(needed, amountsOf(spec.overhead));
}

/** Both of a resource list, `requests` or `allocatable`; what it does not name is nothing. */
export function amountsOf(list: V1ResourceRequirements['requests']): Amounts {
  return { cpuMilli: toMillicores(list?.cpu ?? '0'), memoryMb: toMebibytes(list?.memory ?? '0') };
}

function requested({ resources }: V1Container): Amounts {
  return amountsOf(resources?.requests);
}

function most(a: Amounts, b: Amounts): Amounts {
  return { cpuMilli: Math.max(a.cpuMilli, b.cpuMilli), memoryMb: Math.max(a.memoryMb, b.memoryMb) };
}

export function amounts(quantities: Record<string, string> | undefined): Amounts {
  const { cpuMilli, memoryMb } = amountsOf(quantities);
  return { cpuMilli: Math.round(cpuMilli), memoryMb: Math.round(memoryMb) };
}

export function sum(all: Iterable<Amounts>): Amounts {
  return [...all].reduce(plus, NOTHING);
}
