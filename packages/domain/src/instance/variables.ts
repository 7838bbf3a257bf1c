import type { VariablesView } from '@minispod/contracts/instance';
import type { ServiceTemplate } from '@minispod/contracts/service-template';
import { InstanceActivity } from '@minispod/database/entities/instance-activity.entity';
import type { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import type { Reader } from '@minispod/database/transaction';
import type { z } from 'zod';
import { open } from '../encryption/seal.js';
import { DomainError, notFound } from '../errors.js';
import { loadInstance } from './load-instance.js';
import { resolveReferences } from './rules/references.js';
import { isLocked, unusable, type Variables } from './rules/variables.js';

/** Changes shown, the newest first. */
const SHOWN = 100;

/** The user's own variables in the clear, those of the service, and who changed what when. Throws NOT_FOUND. */
export async function readVariables(
  reader: Reader,
  userId: string,
  id: string,
  { encryptionKey }: { encryptionKey: string },
): Promise<z.infer<typeof VariablesView>> {
  const loaded = await loadInstance(reader, id, userId);
  if (!loaded) throw notFound('Instance');
  const { instance, version } = loaded;
  const changes = await reader.find(InstanceActivity, {
    where: { instanceId: id, kind: 'VARIABLES_CHANGED' },
    order: { id: 'DESC' },
    take: SHOWN,
  });
  return {
    envVars: unsealVariables(instance, encryptionKey),
    template: Object.entries(version.template.env).map(([name, value]) => {
      const locked = isLocked(version.template, name);
      return { name, value: locked ? null : shown(instance, value), isLocked: locked };
    }),
    history: changes.map(({ at, actor, details }) => ({
      at: at.toISOString(),
      actor: actor.split(':')[0] ?? actor,
      ...(details as { added: string[]; changed: string[]; removed: string[] }),
    })),
  };
}

export function unsealVariables({ id, envVars }: ServiceInstance, encryptionKey: string): Variables {
  return JSON.parse(open(encryptionKey, { column: 'variables', id }, envVars)) as Variables;
}

/** Throws VALIDATION_ERROR naming the variables that customers may not set for this service. */
export function refuseUnusable(template: Pick<ServiceTemplate, 'env'>, variables: Variables): void {
  const why = unusable(template, variables);
  const names = Object.keys(why);
  if (names.length === 0) return;
  throw new DomainError('VALIDATION_ERROR', `${names.join(', ')} cannot be set`, {
    ...Object.fromEntries(names.map((name) => [`envVars.${name}`, why[name] ?? ''])),
  });
}

/** A service's value as it is for this instance; null while that is not known, because it has not run yet. */
function shown(
  { id, mainUrl, publicUrl: givenUrl, internalAddress }: ServiceInstance,
  value: string,
): string | null {
  const publicUrl = mainUrl ?? givenUrl;
  const host = publicUrl === null ? internalAddress?.replace(/:\d+$/, '') : new URL(publicUrl).hostname;
  const instance = {
    id,
    ...(publicUrl !== null && { url: publicUrl }),
    ...(host !== undefined && { host }),
    ...(internalAddress !== null && { address: internalAddress }),
  };
  try {
    return resolveReferences(value, { instance, secret: {} });
  } catch {
    return null;
  }
}
