import { X509Certificate } from 'node:crypto';
import { generate } from 'selfsigned';
import { type Cluster, writeStatus } from '../cluster.js';
import type { Certificate } from '../custom-kinds.js';
import type { ConfigData } from '../kinds.js';
import { type KubeObject, timestamp, withCondition } from '../object.js';
import { RESOURCES } from '../resources.js';
import { ApiError } from '../status.js';

/** What ACME issuers give. */
const LIFETIME_MS = 90 * 24 * 3600_000;
/** The longest common name that X.509 allows; longer hosts are in the alternative names alone. */
const COMMON_NAME_LENGTH = 64;
const RETRY_MS = 1_000;
export const CERTIFICATE_NAME = 'cert-manager.io/certificate-name';
const ALT_NAMES = 'cert-manager.io/alt-names';

/** Certificate → Secret: a self-signed certificate for its hosts, a moment after it was asked for. */
export class CertificateIssuer {
  readonly #cluster: Cluster;
  /** When each Certificate was first seen to lack its Secret, in ms, by namespace and name. */
  readonly #since = new Map<string, number>();
  readonly #inProgress = new Set<string>();

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  reconcile(namespace: string, name: string): void {
    const { store, queue, faults, settings } = this.#cluster;
    const certificate = store.get<Certificate>(RESOURCES.certificates, namespace, name);
    const key = `${namespace}/${name}`;
    if (!certificate || certificate.metadata.deletionTimestamp) {
      this.#since.delete(key);
      return;
    }
    const { uid } = certificate.metadata;
    const { secretName, dnsNames } = certificate.spec;
    const secret = store.get<ConfigData>(RESOURCES.secrets, namespace, secretName);
    const issued = secret && readCertificate(secret, dnsNames);
    if (issued) {
      this.#since.delete(key);
      this.#followTemplate(certificate, secret);
      this.#ready(certificate, issued);
      return;
    }
    const message = faults.ofHosts(dnsNames);
    const reason = secret ? 'IncorrectCertificate' : 'DoesNotExist';
    const why = secret
      ? `Issuing certificate as Secret contains an outdated or foreign certificate`
      : 'Issuing certificate as Secret does not exist';
    this.#waiting(
      certificate,
      message === undefined ? { reason, message: why } : { reason: 'Failed', message },
    );
    if (message !== undefined || this.#inProgress.has(uid)) return;
    const since = this.#since.get(key) ?? Date.now();
    this.#since.set(key, since);
    const due = since + settings.certificateMs;
    if (Date.now() < due) queue.addAfter('certificate', namespace, name, due - Date.now());
    else void this.#issue(certificate);
  }

  async #issue({ metadata, spec }: Certificate): Promise<void> {
    const { queue, logger } = this.#cluster;
    this.#inProgress.add(metadata.uid);
    try {
      const secret = await makeSecret(metadata, spec);
      this.#applySecret(metadata.namespace, secret);
    } catch (error) {
      if (!(error instanceof ApiError)) logger.error({ err: error }, 'a certificate could not be made');
      queue.addAfter('certificate', metadata.namespace, metadata.name, RETRY_MS);
    } finally {
      this.#inProgress.delete(metadata.uid);
    }
  }

  /** What the Certificate wants on its Secret is put there without a new certificate. */
  #followTemplate({ spec }: Certificate, { metadata }: ConfigData): void {
    const { labels = {}, annotations = {} } = spec.secretTemplate ?? {};
    const has = (there: Record<string, string> | undefined, wanted: Record<string, string>) =>
      Object.entries(wanted).every(([key, value]) => there?.[key] === value);
    if (has(metadata.labels, labels) && has(metadata.annotations, annotations)) return;
    this.#applySecret(metadata.namespace, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: spec.secretName, labels, annotations } as unknown as KubeObject['metadata'],
    });
  }

  #applySecret(namespace: string | undefined, secret: ConfigData): void {
    // Two managers: the template's labels may go without the certificate going with them.
    const manager = `cert-manager-certificates-${secret.data ? 'issuing' : 'secret-template'}`;
    this.#cluster.registry.apply(
      { resource: RESOURCES.secrets, namespace, name: secret.metadata.name },
      secret,
      { manager, dryRun: false, force: true },
    );
  }

  #ready(certificate: Certificate, issued: X509Certificate): void {
    const notBefore = timestamp(Date.parse(issued.validFrom));
    const notAfter = timestamp(Date.parse(issued.validTo));
    const { status } = certificate;
    const conditions = status?.conditions?.filter(({ type }) => type !== 'Issuing');
    const isNew = status?.revision === undefined || conditions?.length !== status.conditions?.length;
    writeStatus(this.#cluster.store, RESOURCES.certificates, certificate, {
      conditions: withCondition(conditions, {
        type: 'Ready',
        status: 'True',
        reason: 'Ready',
        message: 'Certificate is up to date and has not expired',
      }),
      notBefore,
      notAfter,
      renewalTime: timestamp(Date.parse(issued.validTo) - LIFETIME_MS / 3),
      revision: (status?.revision ?? 0) + (isNew ? 1 : 0),
    });
  }

  #waiting(certificate: Certificate, why: { reason: string; message: string }): void {
    const { status } = certificate;
    const issuing = why.reason === 'Failed' ? ('False' as const) : ('True' as const);
    const conditions = withCondition(status?.conditions, { type: 'Ready', status: 'False', ...why });
    writeStatus(this.#cluster.store, RESOURCES.certificates, certificate, {
      ...status,
      conditions: withCondition(conditions, { type: 'Issuing', status: issuing, ...why }),
    });
  }
}

/** The certificate in a Secret, if it is one for exactly these hosts and not over. */
function readCertificate({ data, metadata }: ConfigData, hosts: string[]): X509Certificate | undefined {
  if (metadata.annotations?.[ALT_NAMES] !== hosts.join()) return undefined;
  try {
    const certificate = new X509Certificate(Buffer.from(data?.['tls.crt'] ?? '', 'base64'));
    return Date.parse(certificate.validTo) > Date.now() ? certificate : undefined;
  } catch {
    return undefined;
  }
}

async function makeSecret(
  { name }: KubeObject['metadata'],
  { dnsNames, issuerRef, secretName }: Certificate['spec'],
): Promise<ConfigData> {
  const commonName = dnsNames.find((host) => host.length <= COMMON_NAME_LENGTH) ?? 'simulated';
  const pem = await generate([{ name: 'commonName', value: commonName }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + LIFETIME_MS),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: dnsNames.map((value) => ({ type: 2, value })) },
    ],
  });
  const annotations = {
    [ALT_NAMES]: dnsNames.join(),
    [CERTIFICATE_NAME]: name,
    'cert-manager.io/common-name': commonName,
    'cert-manager.io/ip-sans': '',
    'cert-manager.io/issuer-group': issuerRef.group ?? '',
    'cert-manager.io/issuer-kind': issuerRef.kind ?? '',
    'cert-manager.io/issuer-name': issuerRef.name,
    'cert-manager.io/uri-sans': '',
  };
  const labels = { 'controller.cert-manager.io/fao': 'true' };
  const metadata = { name: secretName, annotations, labels } as unknown as KubeObject['metadata'];
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata,
    type: 'kubernetes.io/tls',
    data: { 'tls.crt': base64(pem.cert), 'tls.key': base64(pem.private) },
  };
}
