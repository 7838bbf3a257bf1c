import type { Cluster } from '../cluster.js';
import type { Certificate } from '../custom-kinds.js';
import { deleteObject } from '../deletion.js';
import type { Ingress } from '../kinds.js';
import { canonical, isFields, type KubeObject } from '../object.js';
import { RESOURCES } from '../resources.js';
import { ApiError, badRequest } from '../status.js';

const ISSUER = 'cert-manager.io/cluster-issuer';
const SECRET_TEMPLATE = 'cert-manager.io/secret-template';
const MANAGER = 'cert-manager-certificates-ingress-shim';
const RETRY_MS = 1_000;

/**
 * Ingress → Certificates, as cert-manager's ingress-shim makes them: one for each secret named under `tls` of an
 * Ingress that names an issuer. https://cert-manager.io/docs/usage/ingress/
 */
export function reconcileIngressCertificates(cluster: Cluster, namespace: string, name: string): void {
  const { store, queue, events } = cluster;
  const ingress = store.get<Ingress>(RESOURCES.ingresses, namespace, name);
  if (!ingress || ingress.metadata.deletionTimestamp) return;
  const issuer = ingress.metadata.annotations?.[ISSUER];
  const wanted = new Map(
    (ingress.spec.tls ?? []).flatMap(({ secretName, hosts }) =>
      issuer && secretName && hosts?.length ? [[secretName, hosts]] : [],
    ),
  );
  for (const { metadata } of store.dependentsOf<Certificate>(RESOURCES.certificates, ingress.metadata.uid))
    if (!wanted.has(metadata.name)) deleteObject(store, RESOURCES.certificates, { metadata } as Certificate);
  for (const [secretName, hosts] of wanted)
    try {
      apply(cluster, ingress, certificateFor(ingress, issuer ?? '', secretName, hosts));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      events.record(ingress, 'Warning', 'BadConfig', error.message);
      queue.addAfter('ingress-certificates', namespace, name, RETRY_MS);
    }
}

function apply({ store, registry, events }: Cluster, ingress: Ingress, wanted: Certificate): void {
  const { namespace, name } = wanted.metadata;
  const target = { resource: RESOURCES.certificates, namespace, name };
  const options = { manager: MANAGER, dryRun: false };
  const known = store.get<Certificate>(RESOURCES.certificates, namespace, name);
  if (!known) {
    registry.create({ ...target, name: '' }, wanted, options);
    events.record(ingress, 'Normal', 'CreateCertificate', `Successfully created Certificate "${name}"`);
    return;
  }
  const owner = known.metadata.ownerReferences?.find(({ controller }) => controller);
  if (owner?.uid !== ingress.metadata.uid) return;
  if (canonical(known.spec) !== canonical(wanted.spec))
    registry.update(target, { ...known, spec: wanted.spec }, options);
}

function certificateFor(
  { metadata }: Ingress,
  issuer: string,
  name: string,
  dnsNames: string[],
): Certificate {
  const owner = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    name: metadata.name,
    uid: metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
  const identity: Partial<KubeObject['metadata']> = {
    name,
    ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
    ...(metadata.labels && { labels: metadata.labels }),
    ownerReferences: [owner],
  };
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: identity as KubeObject['metadata'],
    spec: {
      dnsNames,
      ...secretTemplateOf(metadata.annotations?.[SECRET_TEMPLATE]),
      issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: issuer },
      secretName: name,
      usages: ['digital signature', 'key encipherment'],
    },
  };
}

function secretTemplateOf(text: string | undefined): Pick<Certificate['spec'], 'secretTemplate'> {
  if (text === undefined) return {};
  try {
    const secretTemplate: unknown = JSON.parse(text);
    if (isFields(secretTemplate)) return { secretTemplate };
  } catch {}
  throw badRequest(`error parsing annotation ${SECRET_TEMPLATE} on the Ingress: it is not a JSON object`);
}
