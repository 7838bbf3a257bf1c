import type { Cluster } from '@minispod/domain/ports/cluster';
import { ingressHost } from './address.js';
import { type Certificate, stateOf } from './certificate.js';
import type { Connection } from './connection.js';
import { statusCode, translate } from './errors.js';
import type { ManifestSettings } from './settings.js';

type AppsCertificate = Awaited<ReturnType<Cluster['keepAppsCertificate']>>;

/** Of the Certificate and of the Secret that the ingress controller is to take as its default. */
const NAME = 'minispod-apps-tls';

/**
 * See `Cluster.keepAppsCertificate`. It lies beside the ingress controller, which serves it by default: no tenant's namespace
 * holds its private key. One that somebody made otherwise is left as it is and said to be so.
 */
export async function keepAppsCertificate(
  { getJson, postJson }: Pick<Connection, 'getJson' | 'postJson'>,
  settings: ManifestSettings,
): Promise<AppsCertificate> {
  const { tlsIssuer, ingressNamespace: namespace = 'ingress-nginx' } = settings;
  if (!tlsIssuer) return null;
  const name = ingressHost('*', settings);
  const path = `/apis/cert-manager.io/v1/namespaces/${namespace}/certificates`;
  const failed = (message: string) => ({ name, state: { status: 'FAILED' as const, message } });
  try {
    const found = (await getJson(`${path}/${NAME}`)) as Certificate;
    const isAsked = found.spec?.issuerRef?.name === tlsIssuer && found.spec.dnsNames?.includes(name);
    return isAsked
      ? { name, state: stateOf(found) }
      : failed(
          `Certificate ${namespace}/${NAME} is not for ${name} by ${tlsIssuer}: delete it, and it is asked for anew`,
        );
  } catch (error) {
    if (statusCode(error) !== 404) throw translate(error, `reading the certificate of ${name}`);
  }
  try {
    await postJson(path, {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: NAME, namespace },
      spec: {
        dnsNames: [name],
        secretName: NAME,
        issuerRef: { name: tlsIssuer, kind: 'ClusterIssuer', group: 'cert-manager.io' },
      },
    });
  } catch (error) {
    if (statusCode(error) === 404)
      return failed(`there is no cert-manager in the cluster, or no namespace ${namespace}`);
    // Another worker was faster.
    if (statusCode(error) !== 409) throw translate(error, `asking for the certificate of ${name}`);
  }
  return { name, state: { status: 'PENDING', message: null } };
}
