import type { Operation } from '@minispod/domain/operation/operation';
import { startupBudget } from '@minispod/domain/operation/rules/durations';
import type { DesiredInstance, InstanceRef } from '@minispod/domain/ports/cluster';
import type { Carrier } from './deps.js';
import { StepFailed } from './step-failed.js';

/** Resolves when the app is scaled to zero and its pods are gone. */
export async function untilStopped(carrier: Carrier, desired: DesiredInstance): Promise<void> {
  for (;;) {
    carrier.signal.throwIfAborted();
    const { phase } = await carrier.cluster.observe(desired);
    if (phase === 'STOPPED') return;
    if (phase === 'ABSENT') await carrier.cluster.apply(desired);
    await carrier.untilChanged(desired.instanceId, carrier.signal);
  }
}

/**
 * Resolves when the app has come up. Throws StepFailed, with the cluster's words, when it never will or took longer than its
 * template allows since the phase was begun; what was not seen because the cluster was away is not held against it.
 */
export async function untilReady(
  carrier: Carrier,
  desired: DesiredInstance,
  { phaseAt }: Pick<Operation, 'phaseAt'>,
): Promise<void> {
  const budget = startupBudget(desired.template);
  for (;;) {
    carrier.signal.throwIfAborted();
    const { phase, problem } = await carrier.cluster.observe(desired);
    if (phase === 'READY') return;
    if (problem?.definitive) throw new StepFailed(problem.code, problem.message);
    if (carrier.clock.now().getTime() - phaseAt.getTime() >= budget) {
      const seconds = Math.round(budget / 1_000);
      throw new StepFailed(
        problem?.code ?? 'NOT_READY_IN_TIME',
        problem?.message ?? `It did not answer its readiness check within ${seconds} seconds.`,
      );
    }
    if (phase === 'ABSENT') await carrier.cluster.apply(desired);
    await carrier.untilChanged(desired.instanceId, carrier.signal);
  }
}

/** Resolves when nothing is left of what `remove` removes. */
export async function untilGone(
  carrier: Pick<Carrier, 'signal' | 'untilChanged'>,
  { instanceId }: InstanceRef,
  remove: () => Promise<{ remaining: number }>,
): Promise<void> {
  for (;;) {
    carrier.signal.throwIfAborted();
    if ((await remove()).remaining === 0) return;
    await carrier.untilChanged(instanceId, carrier.signal);
  }
}
