import type { Service } from '@minispod/database/entities/service.entity';
import type { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import type { ServiceVersion } from '@minispod/database/entities/service-version.entity';
import { seal } from '../encryption/seal.js';
import { newId } from '../id.js';
import { makeSecrets } from './make-secrets.js';
import { namespaceOf } from './rules/names.js';
import type { Variables } from './rules/variables.js';
import { suggestSubdomain } from './suggest-subdomain.js';

export interface InstanceWishes {
  instanceName?: string | undefined;
  subdomain?: string | undefined;
  envVars?: Variables | undefined;
}

interface Home {
  userId: string;
  subscriptionId: string;
  service: Service;
  version: ServiceVersion;
}

/** A new instance as it will be inserted, with its secrets made and sealed. */
export function draftInstance(
  { userId, subscriptionId, service, version }: Home,
  { instanceName, subdomain, envVars = {} }: InstanceWishes,
  encryptionKey: string,
  now: Date,
): ServiceInstance {
  const id = newId();
  const sealed = (column: 'variables' | 'secrets', values: Variables) =>
    seal(encryptionKey, { column, id }, JSON.stringify(values));
  return {
    id,
    subscriptionId,
    name: instanceName ?? service.name,
    subdomain: subdomain ?? suggestSubdomain(service.slug),
    namespace: namespaceOf(userId),
    podName: null,
    status: 'PENDING',
    customerWish: 'RUN',
    billingWish: 'RUN',
    administratorWish: 'RUN',
    healthStatus: 'unknown',
    healthCode: null,
    healthReason: null,
    healthSince: null,
    lastHealthCheck: null,
    envVars: sealed('variables', envVars),
    secrets: sealed('secrets', makeSecrets(version.template.secrets)),
    publicUrl: null,
    mainUrl: null,
    internalAddress: null,
    lastStarted: null,
    lastStopped: null,
    releasedAt: null,
    convergeSince: null,
    serviceVersionId: version.id,
    volumeGeneration: 1,
    previousGeneration: null,
    previousUntil: null,
    restartedAt: null,
    deletionDueAt: null,
    backupDueAt: null,
    resyncedAt: null,
    removalBeganAt: null,
    removalWaitsFor: null,
    createdAt: now,
    updatedAt: now,
  };
}
