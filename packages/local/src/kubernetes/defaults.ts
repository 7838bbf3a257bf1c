import { createHash } from 'node:crypto';
import type {
  ConfigData,
  Container,
  Deployment,
  EnvVar,
  PersistentVolumeClaim,
  Pod,
  PodSpec,
  Probe,
  ResourceQuota,
  Service,
  StorageClass,
} from './kinds.js';
import type { KubeObject } from './object.js';
import { isFields } from './object.js';
import { canonicalQuantity } from './quantity.js';
import { RESOURCES } from './resources.js';
import type { Store } from './store.js';

/**
 * Fills in what the API server fills in when an object is written without it, and brings quantities to the form in
 * which they are read back. The object is the caller's own copy and is changed.
 */
export function setDefaults(object: KubeObject, store: Store): void {
  const defaulters: Record<string, (() => void) | undefined> = {
    Namespace: () => defaultNamespace(object),
    Deployment: () => defaultDeployment(object as Deployment),
    Pod: () => defaultPod(object as Pod),
    Service: () => defaultService(object as Service),
    Secret: () => defaultSecret(object as ConfigData),
    PersistentVolumeClaim: () => defaultClaim(object as PersistentVolumeClaim, store),
    ResourceQuota: () => canonicalQuantities((object as ResourceQuota).spec?.hard),
    NetworkPolicy: () => defaultNetworkPolicy(object.spec),
    Ingress: () => {
      object.status ??= { loadBalancer: {} };
    },
  };
  defaulters[object.kind]?.();
}

function defaultNamespace(namespace: KubeObject): void {
  const { metadata } = namespace;
  metadata.labels = { ...metadata.labels, 'kubernetes.io/metadata.name': metadata.name };
  namespace.spec = { finalizers: ['kubernetes'], ...namespace.spec };
  namespace.status ??= { phase: 'Active' };
}

function defaultDeployment({ spec }: Deployment): void {
  if (!isFields(spec)) return;
  spec.replicas ??= 1;
  spec.revisionHistoryLimit ??= 10;
  spec.progressDeadlineSeconds ??= 600;
  spec.strategy ??= { type: 'RollingUpdate' };
  spec.strategy.type ??= 'RollingUpdate';
  if (spec.strategy.type === 'RollingUpdate') {
    spec.strategy.rollingUpdate ??= { maxSurge: '25%', maxUnavailable: '25%' };
    spec.strategy.rollingUpdate.maxSurge ??= '25%';
    spec.strategy.rollingUpdate.maxUnavailable ??= '25%';
  }
  defaultPodSpec(spec.template?.spec);
}

/** Requests follow limits in a pod, not in a template: a client reads its Deployment back without them. */
function defaultPod(pod: Pod): void {
  pod.status ??= { phase: 'Pending' };
  defaultPodSpec(pod.spec);
  for (const { resources } of pod.spec?.containers ?? [])
    if (resources?.limits) resources.requests = { ...resources.limits, ...resources.requests };
}

function defaultPodSpec(spec: PodSpec | undefined): void {
  if (!spec) return;
  spec.restartPolicy ??= 'Always';
  spec.terminationGracePeriodSeconds ??= 30;
  spec.dnsPolicy ??= 'ClusterFirst';
  spec.schedulerName ??= 'default-scheduler';
  spec.securityContext ??= {};
  for (const container of [...(spec.containers ?? []), ...(spec.initContainers ?? [])])
    defaultContainer(container);
  for (const { configMap, secret } of spec.volumes ?? []) {
    if (configMap) configMap.defaultMode ??= 0o644;
    if (secret) secret.defaultMode ??= 0o644;
  }
}

function defaultContainer(container: Container): void {
  container.terminationMessagePath ??= '/dev/termination-log';
  container.terminationMessagePolicy ??= 'File';
  const tag = container.image?.split('/').at(-1)?.split(':')[1];
  container.imagePullPolicy ??= tag === undefined || tag === 'latest' ? 'Always' : 'IfNotPresent';
  container.resources ??= {};
  const { resources } = container;
  canonicalQuantities(resources.limits);
  canonicalQuantities(resources.requests);
  for (const port of container.ports ?? []) port.protocol ??= 'TCP';
  for (const { valueFrom } of (container.env ?? []) as EnvVar[])
    if (valueFrom?.fieldRef) valueFrom.fieldRef.apiVersion ??= 'v1';
  defaultProbe(container.readinessProbe);
  defaultProbe(container.livenessProbe);
  defaultProbe(container.startupProbe);
}

function defaultProbe(probe: Probe | undefined): void {
  if (!probe) return;
  const timing = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };
  for (const [setting, value] of Object.entries(timing)) probe[setting] ??= value;
  if (probe.httpGet) {
    probe.httpGet.path ??= '/';
    probe.httpGet.scheme ??= 'HTTP';
  }
}

function defaultService(service: Service): void {
  const { spec, metadata } = service;
  service.status ??= { loadBalancer: {} };
  if (!isFields(spec)) return;
  spec.type ??= 'ClusterIP';
  spec.sessionAffinity ??= 'None';
  spec.clusterIP ??= addressFor(`${metadata.namespace}/${metadata.name}`);
  spec.clusterIPs ??= [spec.clusterIP];
  for (const port of spec.ports ?? []) {
    port.protocol ??= 'TCP';
    port.targetPort ??= port.port;
  }
}

/** An address in 10.96.0.0/12 that follows from the name; nothing here routes by it, so two may share one. */
function addressFor(name: string): string {
  const [first = 0, second, third] = createHash('sha1').update(name).digest();
  return `10.${96 + (first % 16)}.${second}.${third}`;
}

/** `stringData` is for writing only: what is read back is `data`, in base64. */
function defaultSecret(secret: ConfigData): void {
  secret.type ??= 'Opaque';
  if (!secret.stringData) return;
  secret.data ??= {};
  for (const [key, value] of Object.entries(secret.stringData))
    secret.data[key] = Buffer.from(value).toString('base64');
  delete secret.stringData;
}

function defaultClaim(claim: PersistentVolumeClaim, store: Store): void {
  if (!isFields(claim.spec)) return;
  claim.spec.volumeMode ??= 'Filesystem';
  claim.spec.storageClassName ??= defaultStorageClass(store);
  const { dataSource, dataSourceRef } = claim.spec;
  if (dataSource) claim.spec.dataSourceRef ??= { ...dataSource };
  else if (dataSourceRef) claim.spec.dataSource = { ...dataSourceRef };
  canonicalQuantities(claim.spec.resources?.requests);
  claim.status ??= { phase: 'Pending' };
  const { metadata } = claim;
  if (!metadata.uid) metadata.finalizers = [...(metadata.finalizers ?? []), 'kubernetes.io/pvc-protection'];
}

function defaultStorageClass(store: Store): string {
  for (const { metadata } of store.candidates<StorageClass>(RESOURCES.storageclasses))
    if (metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true')
      return metadata.name;
  return '';
}

function defaultNetworkPolicy(spec: { policyTypes?: string[]; egress?: unknown[] } | undefined): void {
  if (!spec) return;
  spec.policyTypes ??= spec.egress ? ['Ingress', 'Egress'] : ['Ingress'];
}

function canonicalQuantities(quantities: Record<string, string> | undefined): void {
  for (const [name, quantity] of Object.entries(quantities ?? {})) {
    if (quantities) quantities[name] = canonicalQuantity(quantity);
  }
}
