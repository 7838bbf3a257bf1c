import type { V1ObjectMeta, V1Secret } from '@kubernetes/client-node';

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
