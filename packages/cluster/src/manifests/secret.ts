import type { V1ObjectMeta, V1Secret } from '@kubernetes/client-node';

/** `data`, not `stringData`: the latter is write-only, so a removed variable would stay behind. */
export function secret(metadata: V1ObjectMeta, values: Record<string, string>): V1Secret {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata,
    type: 'Opaque',
    data: Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, Buffer.from(value, 'utf8').toString('base64')]),
    ),
  };
}
