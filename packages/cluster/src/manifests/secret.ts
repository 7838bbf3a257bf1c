import type { V1EnvVar, V1ObjectMeta, V1Secret } from '@kubernetes/client-node';
import type { Environment } from '../environment.js';

/** Key of a sidecar's variable in the instance's one Secret; no name of a variable has a dot. */
const sidecarKey = (sidecar: string, name: string) => `${sidecar}.${name}`;

/** Every container's secret variables: the app's under their own names, a sidecar's under its name and theirs. */
export function secretValues({ secret, sidecars }: Environment): Record<string, string> {
  const theirs = Object.entries(sidecars).flatMap(([sidecar, own]) =>
    Object.entries(own.secret).map(([name, value]) => [sidecarKey(sidecar, name), value]),
  );
  return { ...secret, ...Object.fromEntries(theirs) };
}

/**
 * A container's secret variables, each named: with `envFrom` every container would have those of all the others, since
 * newer servers take a key with a dot for a variable too. Sorted, so that the order they came in restarts nothing.
 */
export function secretVariables(
  secretName: string,
  values: Record<string, string>,
  sidecar?: string,
): V1EnvVar[] {
  return Object.keys(values)
    .sort()
    .map((name) => ({
      name,
      valueFrom: {
        secretKeyRef: { name: secretName, key: sidecar === undefined ? name : sidecarKey(sidecar, name) },
      },
    }));
}

/**
 * `data`, not `stringData`: the latter is write-only, so a removed variable would stay behind. No `data` at all rather
 * than an empty one, which the API server would drop and be told of again with each apply.
 */
export function secret(metadata: V1ObjectMeta, values: Record<string, string>): V1Secret {
  const encoded = Object.entries(values).map(([name, value]) => [
    name,
    Buffer.from(value, 'utf8').toString('base64'),
  ]);
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata,
    type: 'Opaque',
    ...(encoded.length > 0 && { data: Object.fromEntries(encoded) }),
  };
}
