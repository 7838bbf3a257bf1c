import { createHash } from 'node:crypto';
import type { V1Container, V1Deployment, V1ObjectMeta, V1PodSpec, V1Probe } from '@kubernetes/client-node';
import type { DesiredInstance } from '@minispod/domain/ports/cluster';
import { ingressHost } from '../address.js';
import { claimName, INSTANCE_LABEL } from '../names.js';
import type { ManifestSettings } from '../settings.js';
import { cpu, gibibytes, mebibytes } from './quantities.js';

type TemplateProbe = DesiredInstance['template']['probes']['readiness'];

export const APP_PORT = 'app';
const CONFIG_HASH = 'minispod.id/config-hash';

/**
 * One pod, replaced by ending the old one first: two may not hold one volume. The hash of its variables is part of the
 * pod's description, so that a changed variable restarts it, and an unchanged one does not.
 */
export function deployment(
  metadata: V1ObjectMeta,
  desired: DesiredInstance,
  environment: { config: Record<string, string>; secret: Record<string, string> },
  settings: ManifestSettings,
): V1Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      replicas: desired.running ? 1 : 0,
      revisionHistoryLimit: 1,
      strategy: { type: 'Recreate' },
      selector: { matchLabels: { [INSTANCE_LABEL]: desired.instanceId } },
      template: {
        metadata: { labels: metadata.labels ?? {}, annotations: { [CONFIG_HASH]: configHash(environment) } },
        spec: podSpec(metadata.name ?? '', desired, settings),
      },
    },
  };
}

function podSpec(name: string, desired: DesiredInstance, settings: ManifestSettings): V1PodSpec {
  const { template } = desired;
  const strict = template.isolation === 'strict' && settings.strictRuntimeClass;
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    ...(strict && { runtimeClassName: strict }),
    securityContext: {
      runAsNonRoot: true,
      runAsUser: template.security.runAsUser,
      runAsGroup: template.security.fsGroup,
      fsGroup: template.security.fsGroup,
      // Once is enough: walking a full volume at each start takes minutes, and PostgreSQL minds the modes it changes.
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [container(name, desired, settings)],
    volumes: [
      { name: 'data', persistentVolumeClaim: { claimName: claimName(desired.instanceId) } },
      ...template.scratch.map((_, index) => ({
        name: `scratch-${index}`,
        emptyDir: { sizeLimit: gibibytes(1) },
      })),
    ],
  };
}

function container(name: string, desired: DesiredInstance, settings: ManifestSettings): V1Container {
  const { template, resources } = desired;
  const amounts = { cpu: cpu(resources.cpuMilli), memory: mebibytes(resources.memoryMb) };
  const headers = ingressHeaders(desired, settings);
  const { startup, readiness, liveness } = template.probes;
  return {
    name: 'app',
    image: template.image,
    imagePullPolicy: 'IfNotPresent',
    ports: [{ name: APP_PORT, containerPort: template.port, protocol: 'TCP' }],
    envFrom: [{ configMapRef: { name } }, { secretRef: { name } }],
    resources: { requests: amounts, limits: amounts },
    ...(startup && { startupProbe: probe(startup, headers) }),
    readinessProbe: probe(readiness, headers),
    ...(liveness && { livenessProbe: probe(liveness, headers) }),
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: template.security.readOnlyRootFilesystem,
      capabilities: { drop: ['ALL'] },
    },
    // A container that ends with an error and no message leaves its last log lines where the status is read from.
    terminationMessagePolicy: 'FallbackToLogsOnError',
    volumeMounts: [
      {
        name: 'data',
        mountPath: template.volume.mountPath,
        ...(template.volume.subPath && { subPath: template.volume.subPath }),
      },
      ...template.scratch.map((mountPath, index) => ({ name: `scratch-${index}`, mountPath })),
    ],
  };
}

/**
 * A probe looks like a request that came through the ingress. Ghost, for one, answers anything else with a redirect to
 * its public address, which the kubelet takes for health without having asked the app.
 */
function ingressHeaders(desired: DesiredInstance, settings: ManifestSettings) {
  return [
    { name: 'Host', value: ingressHost(desired.subdomain, settings) },
    { name: 'X-Forwarded-Proto', value: settings.tlsIssuer ? 'https' : 'http' },
  ];
}

function probe(template: TemplateProbe, httpHeaders: { name: string; value: string }[]): V1Probe {
  return {
    ...(template.httpPath && {
      httpGet: { path: template.httpPath, port: APP_PORT, scheme: 'HTTP', httpHeaders },
    }),
    ...(template.tcp && { tcpSocket: { port: APP_PORT } }),
    ...(template.exec && { exec: { command: template.exec } }),
    ...(template.initialDelaySeconds > 0 && { initialDelaySeconds: template.initialDelaySeconds }),
    periodSeconds: template.periodSeconds,
    timeoutSeconds: template.timeoutSeconds,
    failureThreshold: template.failureThreshold,
  };
}

function configHash(environment: { config: Record<string, string>; secret: Record<string, string> }): string {
  const sorted = [environment.config, environment.secret].map((part) =>
    Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 32);
}
