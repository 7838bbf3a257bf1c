import type { V1Ingress, V1ObjectMeta } from '@kubernetes/client-node';
import type { ManifestSettings } from '../settings.js';

/** Sends `host` to the Service of the same name. TLS names no Secret: see `ManifestSettings.tlsIssuer`. */
export function ingress(
  metadata: V1ObjectMeta,
  host: string,
  port: number,
  settings: ManifestSettings,
): V1Ingress {
  const backend = { service: { name: metadata.name ?? '', port: { number: port } } };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata,
    spec: {
      ...(settings.ingressClass && { ingressClassName: settings.ingressClass }),
      rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
      ...(settings.tlsIssuer && { tls: [{ hosts: [host] }] }),
    },
  };
}
