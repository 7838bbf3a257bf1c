import type { CoreV1Event, V1Deployment, V1PersistentVolumeClaim, V1Pod } from '@kubernetes/client-node';
import type { InstanceObservation, InstanceRef } from '@minispod/domain/ports/cluster';
import type { KubernetesClient } from './client.js';
import { instanceName, instanceSelector, isOwned, namespaceName } from './names.js';
import { backsOffSilently, newest, problemOf } from './problems.js';
import { claimState, type DeploymentState, deploymentState, type InstanceState, podState } from './state.js';

/** Three reads at once. Objects of that name that are not ours count as absent. */
export async function readState(client: KubernetesClient, ref: InstanceRef): Promise<InstanceState> {
  const namespace = namespaceName(ref.userId);
  const ours = { namespace, labelSelector: instanceSelector(ref) };
  const [found, claims, pods] = await Promise.all([
    client.read<V1Deployment>('Deployment', instanceName(ref.instanceId), namespace),
    client.list<V1PersistentVolumeClaim>('PersistentVolumeClaim', ours),
    client.list<V1Pod>('Pod', ours),
  ]);
  const deployment = found && isOwned(found, ref.userId, ref.instanceId) ? deploymentState(found) : null;
  return {
    deployment,
    claim: claims.items.map(claimState).find(({ name }) => name === deployment?.claim) ?? null,
    pods: pods.items.map(podState),
  };
}

/**
 * Why a pending volume is pending, and why an older kubelet does not pull an image, stands in events alone: one more read,
 * only then. The messages, oldest first.
 */
export async function readWarnings(
  client: KubernetesClient,
  ref: InstanceRef,
  state: InstanceState,
): Promise<string[]> {
  const about = state.claim?.phase === 'Pending' ? state.claim : backsOffSilently(state.pods);
  if (!about) return [];
  const { items } = await client.list<CoreV1Event>('Event', {
    namespace: namespaceName(ref.userId),
    fieldSelector: `type=Warning,involvedObject.name=${about.name}`,
  });
  return items
    .filter((event) => event.type === 'Warning' && event.involvedObject.name === about.name)
    .sort((a, b) => time(a) - time(b))
    .map((event) => event.message ?? event.reason ?? '');
}

/** Pure: what the port says about an instance in this state. */
export function observation(state: InstanceState, warnings: string[]): InstanceObservation {
  const { deployment } = state;
  const podName = newest(state.pods)?.name ?? null;
  if (!deployment) return { phase: 'ABSENT', problem: null, podName };
  const phase = phaseOf(deployment);
  return { phase, problem: phase === 'PROGRESSING' ? problemOf(state, warnings) : null, podName };
}

function phaseOf(deployment: DeploymentState): InstanceObservation['phase'] {
  const { wanted, existing, updated, available } = deployment;
  if (deployment.terminating || deployment.observedGeneration < deployment.generation) return 'PROGRESSING';
  if (wanted === 0) return existing === 0 ? 'STOPPED' : 'PROGRESSING';
  return updated >= wanted && available >= wanted && existing === updated ? 'READY' : 'PROGRESSING';
}

function time(event: CoreV1Event): number {
  return new Date(event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp ?? 0).getTime();
}
