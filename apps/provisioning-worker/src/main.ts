import { createBackupStore } from '@minispod/backup-store/store';
import { createClusterData } from '@minispod/cluster/cluster-data';
import { createKubernetesCluster } from '@minispod/cluster/kubernetes-cluster';
import { backupStoreSettings } from '@minispod/process/backup-env';
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
import { runOperation } from './handlers/run-operation.js';
import { sweepCluster } from './handlers/sweep-cluster.js';
import { sweepOperations } from './handlers/sweep-operations.js';
import { sweepProvisioning } from './handlers/sweep-provisioning.js';
import { createMetrics } from './metrics.js';
import { notingRefusals } from './noting-refusals.js';
import { createOperationRunner } from './operations/runner.js';
import { WatchSight } from './watch-sight.js';

const env = readProvisioningEnv();

await runWorker(env, {
  name: 'provisioning-worker',
  queue: 'provisioning',
  // Applying is waiting for the API server; what is being waited for afterwards holds no place here.
  concurrency: 16,
  sweeps: {
    'sweep-provisioning': 5_000,
    'sweep-domains': 5_000,
    'sweep-operations': 5_000,
    'sweep-cluster': 15_000,
  },
  async start({ dataSource, clock, logger }) {
    if (env.NODE_ENV === 'production' && !env.STRICT_RUNTIME_CLASS)
      logger.warn(
        'STRICT_RUNTIME_CLASS is not set: apps that run their owners’ code share the nodes’ kernel',
      );
    const sight = new WatchSight();
    const metrics = createMetrics(dataSource);
    const kubernetes = createKubernetesCluster({
      ...clusterSettings(env),
      onRequest: metrics.onRequest,
      onWatchInterrupted(kind, reason, retryInMs) {
        sight.interrupted(kind, retryInMs);
        metrics.onWatchInterrupted(kind);
        logger.warn({ kind, reason, retryInMs }, 'watch interrupted');
      },
    });
    const cluster = notingRefusals(kubernetes, { dataSource, clock });
    const deps = {
      dataSource,
      cluster,
      clock,
      billing: billingSettings(env),
      encryptionKey: env.ENCRYPTION_KEY,
      timeoutMs: env.PROVISION_TIMEOUT_SECONDS * 1_000,
    };
    const domains = { ...deps, resolver: createDnsResolver(env.DNS_SERVER), domains: domainSettings(env) };
    const operating = {
      ...deps,
      data: notingRefusals(createClusterData(clusterSettings(env)), deps),
      store: createBackupStore(backupStoreSettings(env)),
      databaseUrl: env.DATABASE_URL,
      logger,
    };
    const runner = createOperationRunner(operating);
    const following = followInstances(deps, logger, { sight, onSeen: (id) => runner.changed(id) });
    return {
      metrics: metrics.registry,
      handlers: {
        'provision-instance': provisionInstance(deps),
        'converge-instance': convergeInstance(deps),
        'remove-instance': removeInstance(deps),
        'sweep-provisioning': sweepProvisioning(deps),
        'run-operation': runOperation(runner),
        'sweep-operations': sweepOperations(operating, runner),
        'check-domain': checkDomain(domains),
        'sweep-domains': sweepDomains(domains),
        'sweep-cluster': sweepCluster(deps, following),
      },
      closers: [
        { name: 'operations', close: () => runner.close() },
        { name: 'watch', close: () => following.close() },
      ],
    };
  },
});
