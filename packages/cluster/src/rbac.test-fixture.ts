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
import { afterAll, beforeAll, expect, vi } from 'vitest';
import { parseAllDocuments } from 'yaml';

/** One resource and one verb: what a file grants, taken apart. */
export interface Grant {
  group: string;
  resource: string;
  verb: string;
}

/** A service account on a real API server that may do what a file of infra/rbac says, or a little less. */
export class ShippedRole {
  /** Names of this run's own, so that a cluster that has the real ones is left alone. */
  readonly name = `minispod-rbac-test-${randomUUID().slice(0, 8)}`;
  readonly grants: Grant[];
  /** Allowed everything. */
  admin!: KubernetesObjectApi;
  /** Text of a kubeconfig of the account. */
  kubeconfig = '';
  private readonly role: V1ClusterRole;
  private readonly binding: V1ClusterRoleBinding;
  private readonly rules: V1PolicyRule[];
  private account!: KubeConfig;

  /** `file`: of infra/rbac; `path`: of a kubeconfig. Registers the suite's hooks: to be called within its `describe`. */
  constructor(file: string, path: string | undefined) {
    const url = new URL(`../../../infra/rbac/${file}`, import.meta.url);
    const [, role, binding] = parseAllDocuments(readFileSync(url, 'utf8')).map((document) =>
      document.toJS(),
    ) as [KubernetesObject, V1ClusterRole, V1ClusterRoleBinding];
    this.role = role;
    this.binding = binding;
    // One resource each, so that a verb can be taken from it alone.
    this.rules = (role.rules ?? []).flatMap((rule) =>
      (rule.resources ?? []).map((resource) => ({ ...rule, resources: [resource] })),
    );
    this.grants = this.rules.flatMap(({ apiGroups = [], resources = [], verbs }) =>
      verbs.map((verb) => ({ group: apiGroups[0] ?? '', resource: resources[0] ?? '', verb })),
    );
    beforeAll(() => this.create(path ?? ''));
    afterAll(() => this.remove());
  }

  /** Does the work without one of the grants, and gives it back whatever came of it. */
  async without<T>(grant: Grant, work: () => Promise<T>): Promise<T> {
    const rest = this.rules
      .map((rule) => (isFor(rule, grant) ? { ...rule, verbs: others(rule.verbs, grant.verb) } : rule))
      .filter(({ verbs }) => verbs.length > 0);
    await this.enforce(rest, grant, false);
    try {
      return await work();
    } finally {
      await this.enforce(this.rules, grant, true);
    }
  }

  private async create(path: string): Promise<void> {
    const { name } = this;
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromFile(path);
    this.admin = KubernetesObjectApi.makeApiClient(kubeConfig);
    await this.admin.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    await this.admin.create({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name, namespace: name },
    });
    await this.admin.create({ ...this.role, metadata: { name } });
    const bound: V1ClusterRoleBinding = {
      ...this.binding,
      metadata: { name },
      roleRef: { ...this.binding.roleRef, name },
      subjects: [{ kind: 'ServiceAccount', name, namespace: name }],
    };
    await this.admin.create(bound);
    const { status } = await kubeConfig.makeApiClient(CoreV1Api).createNamespacedServiceAccountToken({
      name,
      namespace: name,
      body: { spec: { audiences: [], expirationSeconds: 3_600 } },
    });
    this.account = new KubeConfig();
    this.account.loadFromOptions({
      clusters: [kubeConfig.getCurrentCluster()],
      users: [{ name, token: status?.token }],
      contexts: [{ name, cluster: kubeConfig.getCurrentCluster()?.name, user: name }],
      currentContext: name,
    });
    this.kubeconfig = this.account.exportConfig();
  }

  private async remove(): Promise<void> {
    const { name } = this;
    for (const kind of ['ClusterRole', 'ClusterRoleBinding']) {
      await this.admin.delete({ apiVersion: 'rbac.authorization.k8s.io/v1', kind, metadata: { name } });
    }
    await this.admin.delete({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  }

  /** Puts rules in force: they are once the API server answers by them. */
  private async enforce(rules: V1PolicyRule[], changed: Grant, allowed: boolean): Promise<void> {
    await this.admin.patch({ ...this.role, metadata: { name: this.name }, rules });
    const reviews = this.account.makeApiClient(AuthorizationV1Api);
    const { group, verb } = changed;
    const [resource, subresource] = changed.resource.split('/');
    await vi.waitFor(async () => {
      const { status } = await reviews.createSelfSubjectAccessReview({
        body: {
          spec: {
            resourceAttributes: { group, verb, resource: resource ?? '', subresource: subresource ?? '' },
          },
        },
      });
      expect(status?.allowed).toBe(allowed);
    }, 10_000);
  }
}

function isFor({ apiGroups, resources }: V1PolicyRule, { group, resource }: Grant): boolean {
  return apiGroups?.[0] === group && resources?.[0] === resource;
}

function others(verbs: string[], verb: string): string[] {
  return verbs.filter((each) => each !== verb);
}
