import { createKubernetesCluster } from '@minispod/cluster/kubernetes-cluster';
import { billingSettings } from '@minispod/process/billing-env';
import { clusterSettings } from '@minispod/process/cluster-env';
import { domainSettings } from '@minispod/process/domain-env';
import { runWorker } from '@minispod/process/worker';
import { createDnsResolver } from './dns-resolver.js';
import { readProvisioningEnv } from './env.js';
import { followInstances } from './follow-instances.js';
import { checkDomain, sweepDomains } from './handlers/check-domain.js';
import { convergeInstance } from './handlers/converge-instance.js';
import { provisionInstance } from './handlers/provision-instance.js';
import { removeInstance } from './handlers/remove-instance.js';
import { sweepCluster } from './handlers/sweep-cluster.js';
import { sweepProvisioning } from './handlers/sweep-provisioning.js';
import { createMetrics } from './metrics.js';
import { WatchSight } from './watch-sight.js';

const env = readProvisioningEnv();

await runWorker(env, {
  name: 'provisioning-worker',
  queue: 'provisioning',
  // Applying is waiting for the API server; what is being waited for afterwards holds no place here.
  concurrency: 16,
  sweeps: { 'sweep-provisioning': 5_000, 'sweep-domains': 5_000, 'sweep-cluster': 15_000 },
  async start({ dataSource, clock, logger }) {
    const sight = new WatchSight();
    const metrics = createMetrics(dataSource);
    const cluster = createKubernetesCluster({
      ...clusterSettings(env),
      onRequest: metrics.onRequest,
      onWatchInterrupted(kind, reason, retryInMs) {
        sight.interrupted(kind, retryInMs);
        metrics.onWatchInterrupted(kind);
        logger.warn({ kind, reason, retryInMs }, 'watch interrupted');
      },
    });
    const deps = {
      dataSource,
      cluster,
      clock,
      billing: billingSettings(env),
      encryptionKey: env.ENCRYPTION_KEY,
      timeoutMs: env.PROVISION_TIMEOUT_SECONDS * 1_000,
    };
    const domains = { ...deps, resolver: createDnsResolver(env.DNS_SERVER), domains: domainSettings(env) };
    const following = followInstances(deps, logger, { sight });
    return {
      metrics: metrics.registry,
      handlers: {
        'provision-instance': provisionInstance(deps),
        'converge-instance': convergeInstance(deps),
        'remove-instance': removeInstance(deps),
        'sweep-provisioning': sweepProvisioning(deps),
        'check-domain': checkDomain(domains),
        'sweep-domains': sweepDomains(domains),
        'sweep-cluster': sweepCluster(deps, following),
      },
      closers: [{ name: 'watch', close: () => following.close() }],
    };
  },
});
