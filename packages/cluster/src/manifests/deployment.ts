import { createHash } from 'node:crypto';
import type { V1Deployment, V1ObjectMeta } from '@kubernetes/client-node';
import type { DesiredInstance } from '@minispod/domain/ports/cluster';
import type { Environment } from '../environment.js';
import { EGRESS_LABEL, INSTANCE_LABEL, PARTS_ANNOTATION } from '../names.js';
import type { ManifestSettings } from '../settings.js';
import { podSpec } from './pod.js';

const CONFIG_HASH = 'minispod.id/config-hash';
const RESTARTED_AT = 'minispod.id/restarted-at';

/**
 * One pod, replaced by ending the old one first: two may not hold one volume. The hash of its variables is part of the
 * pod's description, so that a changed variable restarts it, and an unchanged one does not. `parts` are the names of the
 * claim and the Ingresses that belong to it.
 */
export function deployment(
  metadata: V1ObjectMeta,
  desired: DesiredInstance,
  environment: Environment,
  settings: ManifestSettings,
  parts: readonly string[],
): V1Deployment {
  const labels = { ...metadata.labels, [EGRESS_LABEL]: desired.template.egress };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { ...metadata, labels, annotations: { [PARTS_ANNOTATION]: parts.join(' ') } },
    spec: {
      replicas: desired.running ? 1 : 0,
      revisionHistoryLimit: 1,
      strategy: { type: 'Recreate' },
      selector: { matchLabels: { [INSTANCE_LABEL]: desired.instanceId } },
      template: {
        metadata: {
          labels,
          annotations: {
            [CONFIG_HASH]: configHash(environment),
            ...(desired.restartedAt && { [RESTARTED_AT]: desired.restartedAt }),
          },
        },
        spec: podSpec(metadata.name ?? '', desired, environment, settings),
      },
    },
  };
}

function configHash(environment: Environment): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(environment)))
    .digest('hex')
    .slice(0, 32);
}

/** The same for two objects that differ in the order of their names alone. */
function sorted(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, part]) => [name, sorted(part)]);
}
