import type { V1Ingress, V1ObjectMeta } from '@kubernetes/client-node';
import type { DesiredInstance } from '@minispod/domain/ports/cluster';
import { ingressHost } from '../address.js';
import { domainName, instanceName, tlsSecretName } from '../names.js';
import type { ManifestSettings } from '../settings.js';

/**
 * The app's own address and one Ingress for each domain of the customer's: none while it is stopped, is not to be seen,
 * or does not speak HTTP. `metadataOf` gives an object of that name its place and labels.
 */
export function ingresses(
  desired: DesiredInstance,
  settings: ManifestSettings,
  metadataOf: (name: string) => V1ObjectMeta,
): V1Ingress[] {
  const { instanceId, template, running, isExposed, subdomain, domains } = desired;
  if (template.protocol !== 'http' || !running || !isExposed) return [];
  const backend = { service: { name: instanceName(instanceId), port: { number: template.port } } };
  const host = ingressHost(subdomain, settings);
  // TLS names no Secret: see `ManifestSettings.tlsIssuer`.
  const wildcard = settings.tlsIssuer ? [{ hosts: [host] }] : null;
  return [
    ingress(metadataOf(instanceName(instanceId)), host, backend, wildcard, settings),
    ...domains.map(({ id, domain }) => {
      const metadata = metadataOf(domainName(instanceId, id));
      if (!settings.domainIssuer) return ingress(metadata, domain, backend, null, settings);
      const tls = [{ hosts: [domain], secretName: tlsSecretName(instanceId, id) }];
      const annotations = issuance(settings.domainIssuer, metadata);
      return ingress({ ...metadata, annotations }, domain, backend, tls, settings);
    }),
  ];
}

/**
 * What cert-manager makes a certificate by (https://cert-manager.io/docs/usage/ingress). The Secret it keeps it in
 * gets our labels (`secret-template`, since cert-manager 1.15), so that it is found and removed with the instance.
 */
function issuance(issuer: string, { labels }: V1ObjectMeta): Record<string, string> {
  return {
    'cert-manager.io/cluster-issuer': issuer,
    'cert-manager.io/secret-template': JSON.stringify({ labels }),
  };
}

type IngressSpec = NonNullable<V1Ingress['spec']>;

function ingress(
  metadata: V1ObjectMeta,
  host: string,
  backend: NonNullable<IngressSpec['defaultBackend']>,
  tls: NonNullable<IngressSpec['tls']> | null,
  settings: ManifestSettings,
): V1Ingress {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata,
    spec: {
      ...(settings.ingressClass && { ingressClassName: settings.ingressClass }),
      rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
      ...(tls && { tls }),
    },
  };
}
