import type {
  V1Container,
  V1EnvVar,
  V1PodSecurityContext,
  V1PodSpec,
  V1SecurityContext,
  V1Volume,
  V1VolumeMount,
} from '@kubernetes/client-node';
import type { DesiredInstance } from '@minispod/domain/ports/cluster';
import { ingressHost } from '../address.js';
import type { Environment } from '../environment.js';
import { claimName } from '../names.js';
import type { ManifestSettings } from '../settings.js';
import { cpu, gibibytes, mebibytes } from './quantities.js';
import { secretVariables } from './secret.js';

type Template = DesiredInstance['template'];
type Sidecar = Template['sidecars'][number];
type Probes = Sidecar['probes'];
type TemplateProbe = NonNullable<Probes['readiness']>;

export const APP_CONTAINER = 'app';
export const APP_PORT = 'app';
const DATA = 'data';

export function podSpec(
  name: string,
  desired: DesiredInstance,
  environment: Environment,
  settings: ManifestSettings,
): V1PodSpec {
  const { template } = desired;
  return {
    ...isolation(template, settings),
    containers: [
      appContainer(name, desired, environment, settings),
      ...template.sidecars.map((sidecar) => sidecarContainer(name, sidecar, desired, environment)),
    ],
    volumes: [
      dataVolume(desired),
      ...scratchVolumes(APP_CONTAINER, template.scratch),
      ...template.sidecars.flatMap((sidecar) => scratchVolumes(sidecar.name, sidecar.scratch)),
    ],
  };
}

/** What any pod of a tenant is held to, whatever it is for: no token, no root, no other runtime than the template's. */
export function isolation(
  template: Template,
  settings: ManifestSettings,
): Pick<
  V1PodSpec,
  'automountServiceAccountToken' | 'enableServiceLinks' | 'runtimeClassName' | 'securityContext'
> {
  const strict = template.isolation === 'strict' && settings.strictRuntimeClass;
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    ...(strict && { runtimeClassName: strict }),
    securityContext: podSecurityContext(template),
  };
}

function podSecurityContext({ security }: Template): V1PodSecurityContext {
  return {
    runAsNonRoot: true,
    runAsUser: security.runAsUser,
    runAsGroup: security.fsGroup,
    fsGroup: security.fsGroup,
    // Once is enough: walking a full volume at each start takes minutes, and PostgreSQL minds the modes it changes.
    fsGroupChangePolicy: 'OnRootMismatch',
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/** `baseline` allows what `restricted` takes away here; the rest stays as it is. */
export function containerSecurity(
  podSecurity: Template['security']['podSecurity'],
  readOnlyRootFilesystem: boolean,
): V1SecurityContext {
  return {
    ...(podSecurity === 'restricted' && {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    }),
    readOnlyRootFilesystem,
  };
}

/** The volume of the instance's generation, as its containers mount it. */
export function dataVolume({ instanceId, volumeGeneration }: DesiredInstance): V1Volume {
  return { name: DATA, persistentVolumeClaim: { claimName: claimName(instanceId, volumeGeneration) } };
}

/** Empty directories on the node, gone with the pod. */
export function scratchVolumes(container: string, scratch: readonly string[]): V1Volume[] {
  return scratch.map((_, index) => ({
    name: scratchName(container, index),
    emptyDir: { sizeLimit: gibibytes(1) },
  }));
}

/** Where a container of the template finds its part of the volume and its scratch directories. */
export function volumeMounts(
  container: string,
  { volume, scratch }: Pick<Sidecar, 'volume' | 'scratch'>,
): V1VolumeMount[] {
  const { mountPath, subPath } = volume ?? {};
  return [
    ...(mountPath ? [{ name: DATA, mountPath, ...(subPath && { subPath }) }] : []),
    ...scratch.map((mountPath, index) => ({ name: scratchName(container, index), mountPath })),
  ];
}

function scratchName(container: string, index: number): string {
  return container === APP_CONTAINER ? `scratch-${index}` : `${container}-scratch-${index}`;
}

function appContainer(
  name: string,
  desired: DesiredInstance,
  { secret }: Environment,
  settings: ManifestSettings,
): V1Container {
  const { template } = desired;
  const env = secretVariables(name, secret);
  return {
    name: APP_CONTAINER,
    ...image(template),
    ports: [{ name: APP_PORT, containerPort: template.port, protocol: 'TCP' }],
    envFrom: [{ configMapRef: { name } }],
    ...(env.length > 0 && { env }),
    resources: appResources(desired),
    ...probes(template.probes, APP_PORT, ingressHeaders(desired, settings)),
    securityContext: containerSecurity(
      template.security.podSecurity,
      template.security.readOnlyRootFilesystem,
    ),
    ...said,
    volumeMounts: volumeMounts(APP_CONTAINER, template),
  };
}

function sidecarContainer(
  name: string,
  sidecar: Sidecar,
  { template, resources }: DesiredInstance,
  { sidecars }: Environment,
): V1Container {
  const { config = {}, secret = {} } = sidecars[sidecar.name] ?? {};
  const env = [...literals(config), ...secretVariables(name, secret, sidecar.name)];
  const { runAsUser, fsGroup, readOnlyRootFilesystem } = sidecar.security;
  const mounts = volumeMounts(sidecar.name, sidecar);
  return {
    name: sidecar.name,
    ...image(sidecar),
    ...(sidecar.port && { ports: [{ containerPort: sidecar.port, protocol: 'TCP' }] }),
    ...(env.length > 0 && { env }),
    resources: amounts(share(resources, sidecar)),
    ...probes(sidecar.probes, sidecar.port ?? 0, []),
    securityContext: {
      ...containerSecurity(template.security.podSecurity, readOnlyRootFilesystem),
      runAsUser,
      runAsGroup: fsGroup,
    },
    ...said,
    ...(mounts.length > 0 && { volumeMounts: mounts }),
  };
}

/** A container that ends with an error and no message leaves its last log lines where the status is read from. */
const said = { terminationMessagePolicy: 'FallbackToLogsOnError' };

function image({ image, args }: Pick<Sidecar, 'image' | 'args'>) {
  return { image, imagePullPolicy: 'IfNotPresent', ...(args && { args }) };
}

/** Kubernetes replaces `$(NAME)` in what is written here, not in what it reads from a Secret or a ConfigMap. */
function literals(values: Record<string, string>): V1EnvVar[] {
  return Object.entries(values)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => ({ name, value: value.replaceAll('$(', '$$$$(') }));
}

function share({ cpuMilli, memoryMb }: DesiredInstance['resources'], { share }: Sidecar) {
  return {
    cpuMilli: Math.floor((cpuMilli * share.cpuPercent) / 100),
    memoryMb: Math.floor((memoryMb * share.memoryPercent) / 100),
  };
}

/** What the sidecars leave of the plan: together they have exactly what was sold. */
function appResources({ resources, template }: DesiredInstance): V1Container['resources'] {
  const shares = template.sidecars.map((sidecar) => share(resources, sidecar));
  return amounts({
    cpuMilli: shares.reduce((left, { cpuMilli }) => left - cpuMilli, resources.cpuMilli),
    memoryMb: shares.reduce((left, { memoryMb }) => left - memoryMb, resources.memoryMb),
  });
}

function amounts({ cpuMilli, memoryMb }: { cpuMilli: number; memoryMb: number }) {
  const both = { cpu: cpu(cpuMilli), memory: mebibytes(memoryMb) };
  return { requests: both, limits: both };
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

function probes(
  { startup, readiness, liveness }: Probes,
  port: string | number,
  httpHeaders: { name: string; value: string }[],
): Pick<V1Container, 'startupProbe' | 'readinessProbe' | 'livenessProbe'> {
  const probe = ({ httpPath, tcp, exec, initialDelaySeconds, ...timing }: TemplateProbe) => ({
    ...(httpPath && { httpGet: { path: httpPath, port, scheme: 'HTTP', httpHeaders } }),
    ...(tcp && { tcpSocket: { port } }),
    ...(exec && { exec: { command: exec } }),
    ...(initialDelaySeconds > 0 && { initialDelaySeconds }),
    ...timing,
  });
  return {
    ...(startup && { startupProbe: probe(startup) }),
    ...(readiness && { readinessProbe: probe(readiness) }),
    ...(liveness && { livenessProbe: probe(liveness) }),
  };
}
