import { X509Certificate } from 'node:crypto';
import type { V1Secret } from '@kubernetes/client-node';
import type { CertificateState, InstanceRef } from '@minispod/domain/ports/cluster';
import type { KubernetesClient } from './client.js';
import type { Connection } from './connection.js';
import { statusCode, translate } from './errors.js';
import { namespaceName, tlsSecretName } from './names.js';

/** A Certificate of cert-manager.io/v1, as far as it is read (https://cert-manager.io/docs/reference/api-docs). */
export interface Certificate {
  spec?: { dnsNames?: string[]; issuerRef?: { name?: string } };
  status?: {
    conditions?: { type: string; status: string; reason?: string; message?: string }[];
    notAfter?: string;
    failedIssuanceAttempts?: number;
  };
}

/**
 * See `Cluster.certificate`. cert-manager names the Certificate after the Secret; where there is no such thing, as with
 * an issuer of another make, the Secret itself says whether it holds one, until when, and for whom.
 */
export async function readCertificate(
  { getJson }: Pick<Connection, 'getJson'>,
  client: KubernetesClient,
  ref: InstanceRef,
  { id, domain }: { id: string; domain: string },
): Promise<CertificateState> {
  const namespace = namespaceName(ref.userId);
  const name = tlsSecretName(ref.instanceId, id);
  try {
    const path = `/apis/cert-manager.io/v1/namespaces/${namespace}/certificates/${name}`;
    return stateOf((await getJson(path)) as Certificate);
  } catch (error) {
    // No such API, or not yet such a certificate.
    if (statusCode(error) !== 404) throw translate(error, `reading the certificate of ${domain}`);
  }
  return heldBy(await client.read<V1Secret>('Secret', name, namespace), domain);
}

export function stateOf({ status = {} }: Certificate): CertificateState {
  const condition = (type: string) => status.conditions?.find((condition) => condition.type === type);
  const ready = condition('Ready');
  const issuing = condition('Issuing');
  if (ready?.status === 'True' && status.notAfter) {
    return { status: 'READY', expiresAt: new Date(status.notAfter) };
  }
  // While an attempt is on its way the condition says True; after one that failed, why it did.
  if (issuing?.status === 'False' && (issuing.reason === 'Failed' || status.failedIssuanceAttempts)) {
    return { status: 'FAILED', message: issuing.message ?? 'the issuer refused' };
  }
  return { status: 'PENDING', message: issuing?.message ?? ready?.message ?? null };
}

function heldBy(secret: V1Secret | null, domain: string): CertificateState {
  const encoded = secret?.data?.['tls.crt'];
  if (!encoded) return { status: 'PENDING', message: null };
  const certificate = parsed(Buffer.from(encoded, 'base64'));
  if (!certificate)
    return { status: 'FAILED', message: `Secret ${secret.metadata?.name} holds no certificate` };
  if (!certificate.checkHost(domain)) {
    return { status: 'FAILED', message: `the certificate is for ${certificate.subjectAltName ?? 'no name'}` };
  }
  return { status: 'READY', expiresAt: new Date(certificate.validTo) };
}

function parsed(pem: Buffer): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}
