import type { Cluster } from '@minispod/domain/ports/cluster';
import { instanceName, namespaceName } from './names.js';
import type { ManifestSettings } from './settings.js';

type Addressed = Parameters<Cluster['address']>[0];

/** The name the ingress answers to: without a port, which a Host rule cannot have. */
export function ingressHost(subdomain: string, settings: ManifestSettings): string {
  return `${subdomain}.${settings.appsDomain.replace(/:\d+$/, '')}`;
}

/** See `Cluster.address`. `host` is the Service's name as every pod of the cluster resolves it. */
export function addressOf(desired: Addressed, settings: ManifestSettings): ReturnType<Cluster['address']> {
  const scheme = settings.tlsIssuer ? 'https' : 'http';
  return {
    url:
      desired.template.protocol === 'http' ? `${scheme}://${desired.subdomain}.${settings.appsDomain}` : null,
    host: `${instanceName(desired.instanceId)}.${namespaceName(desired.userId)}.svc`,
    port: desired.template.port,
  };
}
