import { createKubernetesCluster } from '@minispod/cluster/kubernetes-cluster';
import type { ServiceTemplate } from '@minispod/contracts/service-template';
import { ServicePlan } from '@minispod/database/entities/service-plan.entity';
import { ServiceVersion } from '@minispod/database/entities/service-version.entity';
import { Wallet } from '@minispod/database/entities/wallet.entity';
import { getInstance } from '@minispod/domain/instance/get-instance';
import { subscribe } from '@minispod/domain/subscription/subscribe';
import { startSimulatedKubernetes } from '@minispod/local/kubernetes/server';
import { createLogger } from '@minispod/process/logger';
import { aCustomer, aService, sampleTemplate } from '@minispod/testing/builders';
import { testDatabase } from '@minispod/testing/database';
import { expect, vi } from 'vitest';
import type { ProvisioningDeps } from './deps.js';
import { followInstances } from './follow-instances.js';
import { WatchSight } from './watch-sight.js';

const encryptionKey = 'a key for tests, long enough for anybody';
const billing = { ppnRate: 11, graceDays: 7, retentionDays: 30 };

export interface Ordered {
  userId: string;
  planIds: string[];
  subscriptionId: string;
  instanceId: string;
}

/** A database, a simulated cluster, and a worker that watches it; the clock can be set ahead. */
export async function provisioningFixture({ onSeen = (_instanceId: string): void => {} } = {}) {
  const db = await testDatabase({ poolSize: 30 });
  const simulated = await startSimulatedKubernetes({
    port: 0,
    ingressPort: 0,
    settings: {
      readyAfterMs: 50,
      pullMs: 20,
      pullBackoffMs: 50,
      crashAfterMs: 20,
      crashBackoffMs: 50,
      backoffMaxMs: 200,
      terminationMs: 20,
    },
  });
  const { dataSource } = db;
  let lead = 0;
  const sight = new WatchSight(300);
  /** What one worker process has: its own connection to the cluster. */
  const aWorker = (): ProvisioningDeps => ({
    dataSource,
    cluster: createKubernetesCluster({
      kubeConfig: { kind: 'text', yaml: simulated.kubeconfig },
      appsDomain: 'localhost:3004',
      requestTimeoutMs: 2_000,
      onWatchInterrupted: (kind, _reason, retryInMs) => sight.interrupted(kind, retryInMs),
    }),
    clock: { now: () => new Date(Date.now() + lead) },
    billing,
    encryptionKey,
    timeoutMs: 300_000,
  });
  const deps = aWorker();
  const following = followInstances(deps, createLogger({ name: 'test', level: 'silent' }), {
    sight,
    tickMs: 100,
    onSeen,
  });

  const view = ({ userId, instanceId }: Ordered) =>
    getInstance(dataSource.manager, userId, instanceId, { encryptionKey });
  return {
    db,
    dataSource,
    simulated,
    deps,
    following,
    aWorker,
    view,
    /** Sets the clock ahead by so many ms. */
    setLead(ms: number) {
      lead = ms;
    },
    async fault(method: 'POST' | 'DELETE', body?: object): Promise<void> {
      const response = await fetch(`${simulated.url}/sandbox/faults`, {
        method,
        ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      expect(response.status).toBe(200);
    },
    async anOrder({
      image,
      template = {},
      prices = [50_000],
      balance = 100_000,
      maximum = 1,
    }: {
      image?: string;
      template?: Partial<ServiceTemplate>;
      prices?: number[];
      balance?: number;
      /** Instances the subscription may have. */
      maximum?: number;
    } = {}): Promise<Ordered> {
      const userId = await aCustomer(dataSource, { balance });
      const { serviceId, planIds } = await aService(
        dataSource,
        prices.map((price) => ({ price, maximum })),
      );
      await dataSource.manager.update(
        ServiceVersion,
        { serviceId },
        { template: { ...sampleTemplate(), ...template, ...(image && { image }) } },
      );
      const { subscription, instance } = await subscribe(
        { dataSource, encryptionKey },
        userId,
        { planId: planIds[0]!, billingCycle: 'MONTHLY' },
        new Date(),
      );
      return { userId, planIds, subscriptionId: subscription.id, instanceId: instance.id };
    },
    wallet: ({ userId }: Ordered) => dataSource.manager.findOneByOrFail(Wallet, { userId }),
    async used({ planIds }: Ordered, index = 0): Promise<number> {
      return (await dataSource.manager.findOneByOrFail(ServicePlan, { id: planIds[index]! })).usedQuota;
    },
    until: (order: Ordered, status: string) =>
      vi.waitFor(async () => expect((await view(order)).status).toBe(status), {
        timeout: 20_000,
        interval: 25,
      }),
    /** How the cluster itself, asked anew, sees the instance. */
    async phaseOf({ instanceId, userId }: Ordered): Promise<string> {
      return (await aWorker().cluster.observe({ instanceId, userId })).phase;
    },
    async close() {
      await following.close();
      await simulated.close();
      await db.drop();
    },
  };
}
