import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  AuthorizationV1Api,
  CoreV1Api,
  KubeConfig,
  type KubernetesObject,
  KubernetesObjectApi,
  type V1ClusterRole,
  type V1ClusterRoleBinding,
  type V1PolicyRule,
} from '@kubernetes/client-node';
import { ClusterRejected, type DesiredInstance } from '@minispod/domain/ports/cluster';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { createKubernetesCluster } from './kubernetes-cluster.js';
import { namespaceName } from './names.js';
import { sampleInstance } from './sample-instance.js';

const path = process.env.MINISPOD_TEST_KUBECONFIG;

const file = new URL('../../../infra/rbac/provisioning-worker.yaml', import.meta.url);
const [, role, binding] = parseAllDocuments(readFileSync(file, 'utf8')).map((document) =>
  document.toJS(),
) as [KubernetesObject, V1ClusterRole, V1ClusterRoleBinding];
const rules = role.rules ?? [];
/** One resource and one verb each: what the file grants, taken apart. */
const grants = rules.flatMap(({ apiGroups = [], resources = [], verbs }) =>
  resources.flatMap((resource) => verbs.map((verb) => ({ group: apiGroups[0] ?? '', resource, verb }))),
);
type Grant = (typeof grants)[number];

describe.skipIf(!path)(
  'infra/rbac/provisioning-worker.yaml on a real API server (MINISPOD_TEST_KUBECONFIG)',
  () => {
    const kubeConfig = new KubeConfig();
    /** Names of this run's own, so that a cluster that has the real ones is left alone. */
    const name = `minispod-rbac-test-${randomUUID().slice(0, 8)}`;
    const namespaces = new Set([name]);
    let admin: KubernetesObjectApi;
    let worker: KubeConfig;

    beforeAll(async () => {
      kubeConfig.loadFromFile(path ?? '');
      admin = KubernetesObjectApi.makeApiClient(kubeConfig);
      await admin.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
      await admin.create({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: name } });
      await admin.create({ ...role, metadata: { name } });
      const bound: V1ClusterRoleBinding = {
        ...binding,
        metadata: { name },
        roleRef: { ...binding.roleRef, name },
        subjects: [{ kind: 'ServiceAccount', name, namespace: name }],
      };
      await admin.create(bound);
      const { status } = await kubeConfig.makeApiClient(CoreV1Api).createNamespacedServiceAccountToken({
        name,
        namespace: name,
        body: { spec: { audiences: [], expirationSeconds: 3_600 } },
      });
      worker = new KubeConfig();
      worker.loadFromOptions({
        clusters: [kubeConfig.getCurrentCluster()],
        users: [{ name, token: status?.token }],
        contexts: [{ name, cluster: kubeConfig.getCurrentCluster()?.name, user: name }],
        currentContext: name,
      });
    });

    afterAll(async () => {
      for (const kind of ['ClusterRole', 'ClusterRoleBinding']) {
        await admin.delete({ apiVersion: 'rbac.authorization.k8s.io/v1', kind, metadata: { name } });
      }
      for (const namespace of namespaces) {
        await admin
          .delete({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } })
          .catch(() => {});
      }
    });

    /** Puts rules in force: they are once the API server answers by them. */
    async function enforce(wanted: V1PolicyRule[], changed: Grant, allowed: boolean): Promise<void> {
      await admin.patch({ ...role, metadata: { name }, rules: wanted });
      const reviews = worker.makeApiClient(AuthorizationV1Api);
      await vi.waitFor(async () => {
        const { group, resource, verb } = changed;
        const { status } = await reviews.createSelfSubjectAccessReview({
          body: { spec: { resourceAttributes: { group, resource, verb } } },
        });
        expect(status?.allowed).toBe(allowed);
      }, 10_000);
    }

    /** Everything the worker does in an instance's life. The volume never binds: its events are read, and no pod runs. */
    async function life(desired: DesiredInstance): Promise<void> {
      namespaces.add(namespaceName(desired.userId));
      let interrupt: (error: Error) => void = () => {};
      const interrupted = new Promise<never>((_, reject) => {
        interrupt = reject;
      });
      interrupted.catch(() => {});
      const cluster = createKubernetesCluster({
        kubeConfig: { kind: 'text', yaml: worker.exportConfig() },
        appsDomain: 'apps.example.com',
        storageClass: 'no-such-class',
        onWatchInterrupted: (kind, reason) => interrupt(new ClusterRejected(`${kind}: ${reason}`)),
      });
      await cluster.apply(desired);
      await cluster.observe(desired);
      await cluster.apply(desired);
      const stop = new AbortController();
      const seen = vi.fn<(instanceId: string) => void>();
      const watching = cluster.watch(seen, stop.signal);
      try {
        await Promise.race([watched(cluster, desired, seen), interrupted]);
      } finally {
        stop.abort();
        await watching;
      }
      await cluster.apply({ ...desired, running: false });
      await cluster.remove(desired);
    }

    /** Each watched kind is heard of: the Deployment by its change, its pod by its making, the claim by its growth. */
    async function watched(
      cluster: ReturnType<typeof createKubernetesCluster>,
      desired: DesiredInstance,
      seen: ReturnType<typeof vi.fn>,
    ): Promise<void> {
      await vi.waitFor(() => expect(seen).toHaveBeenCalledWith(desired.instanceId), 10_000);
      seen.mockClear();
      await cluster.apply({ ...desired, env: { CHANGED: 'yes' } });
      await vi.waitFor(() => expect(seen.mock.calls.length).toBeGreaterThan(2), 10_000);
    }

    it('is enough for an instance from its first object to its last', async () => {
      await life(sampleInstance('n8n'));
    });

    it.each(grants)('is not enough without $verb $resource', async (grant) => {
      const without = rules
        .flatMap((rule) => (rule.resources ?? []).map((resource) => ({ ...rule, resources: [resource] })))
        .map((rule) => ({
          ...rule,
          verbs: rule.verbs.filter((verb) => !rule.resources.includes(grant.resource) || verb !== grant.verb),
        }))
        .filter(({ verbs }) => verbs.length > 0);
      await enforce(without, grant, false);
      try {
        await expect(life(sampleInstance('n8n'))).rejects.toThrow(/forbidden/i);
      } finally {
        await enforce(rules, grant, true);
      }
    });
  },
);
