import type { Cluster } from '@minispod/domain/ports/cluster';
import { addressOf } from './address.js';
import { applyInstance } from './apply.js';
import { keepAppsCertificate } from './apps-certificate.js';
import { readCapacity } from './capacity.js';
import { readCertificate } from './certificate.js';
import { KubernetesClient } from './client.js';
import { connect } from './connection.js';
import { watchDrift } from './drift.js';
import { InstanceCache } from './instance-cache.js';
import { readInventory } from './inventory.js';
import { observation, readState, readWarnings } from './observe.js';
import { removeInstance, removeOtherVolumes, removeTenant } from './remove.js';
import type { ClusterSettings } from './settings.js';
import { readUsage } from './usage.js';
import { watchInstances } from './watch.js';

/**
 * The Kubernetes adapter. Works against Kubernetes 1.20 and newer. Throws when the kubeconfig cannot be read; sends
 * nothing before it is asked to. While a watch runs, `observe` is answered from what it has seen.
 */
export function createKubernetesCluster(settings: ClusterSettings): Cluster {
  const connection = connect(settings);
  const client = new KubernetesClient(connection.objects, connection.version);
  let cache = new InstanceCache();
  return {
    async apply(desired, onStep) {
      const portRanges = (await client.serverMinorVersion()) >= 22;
      const deployment = await applyInstance(client, desired, { ...settings, portRanges }, onStep);
      const { uid = '', generation = 0 } = deployment.metadata ?? {};
      if (cache.synced) cache.expect(desired.instanceId, uid, generation);
    },

    async remove(ref) {
      if (cache.synced) cache.expectRemoval(ref.instanceId);
      return removeInstance(client, ref);
    },

    async observe(ref) {
      const state = cache.state(ref) ?? (await readState(client, ref));
      return observation(state, await readWarnings(client, ref, state));
    },

    async watch(onChange, signal) {
      const watched = new InstanceCache();
      cache = watched;
      try {
        await watchInstances(connection, watched, settings, onChange, signal);
      } finally {
        // Nobody keeps it up to date any more.
        watched.synced = false;
      }
    },

    removeOtherVolumes: (ref, keep) => removeOtherVolumes(client, ref, keep),
    removeTenant: (userId) => removeTenant(client, userId),
    watchDrift: (onDrift, signal) => watchDrift(connection, client, settings, onDrift, signal),
    certificate: (ref, domain) => readCertificate(connection, client, ref, domain),
    keepAppsCertificate: () => keepAppsCertificate(connection, settings),
    readUsage: () => readUsage(connection.getJson),
    readCapacity: () => readCapacity(connection, cache.requestedByNode()),
    readInventory: () => readInventory(connection),

    address: (desired) => addressOf(desired, settings),
  };
}
