import type { KubernetesObject, V1Deployment, V1PersistentVolumeClaim } from '@kubernetes/client-node';
import type { Inventory } from '@minispod/domain/ports/cluster';
import type { Connection } from './connection.js';
import { translate } from './errors.js';
import { listAll } from './list-all.js';
import { toGibibytes } from './manifests/quantities.js';
import {
  ANY_INSTANCE,
  ANY_TENANT,
  claimGeneration,
  INSTANCE_LABEL,
  instanceName,
  namespaceName,
  USER_LABEL,
} from './names.js';
import { requestsOf } from './requests.js';

/** See `Cluster.readInventory`: objects whose labels, name and place agree; a copy somebody made is none of ours. */
export async function readInventory(connection: Pick<Connection, 'getJson'>): Promise<Inventory> {
  const inventory: Inventory = { tenants: [], deployments: [], volumes: [] };
  const ours = <T extends KubernetesObject>(path: string, labelSelector: string) =>
    listAll<T>(connection, path, { labelSelector });
  try {
    for await (const namespace of ours('/api/v1/namespaces', ANY_TENANT)) {
      const { userId, name, createdAt } = identityOf(namespace);
      if (isNamespaceOf(userId, name)) inventory.tenants.push({ userId, namespace: name, createdAt });
    }
    for await (const deployment of ours<V1Deployment>('/apis/apps/v1/deployments', ANY_INSTANCE)) {
      const { userId, instanceId, name, namespace, createdAt } = identityOf(deployment);
      if (!isNamespaceOf(userId, namespace) || name !== instanceName(instanceId)) continue;
      const { cpuMilli, memoryMb } = requestsOf(deployment.spec?.template.spec);
      const wanted = deployment.spec?.replicas ?? 1;
      const available = deployment.status?.availableReplicas ?? 0;
      inventory.deployments.push({ instanceId, userId, wanted, available, cpuMilli, memoryMb, createdAt });
    }
    for await (const claim of ours<V1PersistentVolumeClaim>('/api/v1/persistentvolumeclaims', ANY_INSTANCE)) {
      const { userId, instanceId, name, namespace, createdAt } = identityOf(claim);
      const generation = claimGeneration(instanceId, name);
      if (!isNamespaceOf(userId, namespace) || generation === null) continue;
      const storageGb = toGibibytes(claim.spec?.resources?.requests?.storage ?? '0');
      inventory.volumes.push({ instanceId, userId, name, generation, storageGb, createdAt });
    }
  } catch (error) {
    throw translate(error, 'taking the inventory');
  }
  return inventory;
}

function identityOf({ metadata }: KubernetesObject) {
  return {
    userId: metadata?.labels?.[USER_LABEL] ?? '',
    instanceId: metadata?.labels?.[INSTANCE_LABEL] ?? '',
    name: metadata?.name ?? '',
    namespace: metadata?.namespace ?? '',
    createdAt: new Date(metadata?.creationTimestamp ?? 0),
  };
}

function isNamespaceOf(userId: string, namespace: string): boolean {
  return namespace === namespaceName(userId);
}
