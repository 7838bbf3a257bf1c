import type { InstanceView, UpdateInstanceInput } from '@minispod/contracts/instance';
import { CustomDomain } from '@minispod/database/entities/custom-domain.entity';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import { type DataSource, Not } from 'typeorm';
import { claimDomain } from '../custom-domain/add-domain.js';
import { giveUp } from '../custom-domain/remove-domain.js';
import type { DomainSettings } from '../custom-domain/rules/records.js';
import { seal } from '../encryption/seal.js';
import type { Actor } from '../history/transition.js';
import { once } from '../idempotency/once.js';
import { announce } from '../live/announce.js';
import { type LockedInstance, lockOwned } from './lock-instance.js';
import { recordActivity } from './record-activity.js';
import { refuseEnded, refuseWhileOthersDecide } from './refuse.js';
import { changesBetween, type Variables } from './rules/variables.js';
import { refuseUnusable, unsealVariables } from './variables.js';
import { viewInstance } from './views.js';
import { convergeInstance } from './wishes.js';

export interface UpdateInstanceDeps {
  dataSource: DataSource;
  encryptionKey: string;
  domainSettings: DomainSettings;
}

/**
 * Renames it, replaces its owner's variables (the app restarts when they differ), puts a domain on it or takes all of
 * them away; all of that or nothing. VALIDATION_ERROR for variables that the service keeps to itself, CONFLICT with the
 * reason when it cannot be changed now; its name can be changed whenever it has not ended.
 */
export async function updateInstance(
  deps: UpdateInstanceDeps,
  userId: string,
  { requestId, ...input }: UpdateInstanceInput,
  now: Date,
): Promise<InstanceView> {
  return withTransaction(deps.dataSource, async (tx) => {
    const locked = await lockOwned(tx, userId, input.id);
    return once(tx, { userId, key: requestId, operation: 'instances.update', input }, now, async () => {
      const actor = `user:${userId}` as const;
      const { name, envVars, customDomain } = input;
      if (name !== undefined) await rename(tx, locked, name, actor, now);
      if (envVars !== undefined) await changeVariables(tx, deps, locked, envVars, actor, now);
      if (customDomain != null) await claimDomain(tx, locked, customDomain, deps.domainSettings, now);
      if (customDomain === null) await giveUpAll(tx, locked, actor, now);
      await announce(tx, { topic: 'instance', userId, id: input.id });
      return viewInstance(tx, input.id);
    });
  });
}

async function rename(tx: Tx, locked: LockedInstance, name: string, actor: Actor, now: Date): Promise<void> {
  const { instance } = locked;
  refuseEnded(locked);
  if (name === instance.name) return;
  await tx.update(ServiceInstance, { id: instance.id }, { name, updatedAt: now });
  await recordActivity(tx, instance.id, 'RENAMED', actor, { from: instance.name, to: name }, now);
}

async function changeVariables(
  tx: Tx,
  { encryptionKey }: UpdateInstanceDeps,
  locked: LockedInstance,
  envVars: Variables,
  actor: Actor,
  now: Date,
): Promise<void> {
  const { instance, version } = locked;
  const { id } = instance;
  await refuseWhileOthersDecide(tx, locked);
  refuseUnusable(version.template, envVars);
  const changes = changesBetween(unsealVariables(instance, encryptionKey), envVars);
  if (Object.values(changes).every((names) => names.length === 0)) return;
  await tx.update(
    ServiceInstance,
    { id },
    { envVars: seal(encryptionKey, { column: 'variables', id }, JSON.stringify(envVars)) },
  );
  await recordActivity(tx, id, 'VARIABLES_CHANGED', actor, changes, now);
  await convergeInstance(tx, id, now);
}

async function giveUpAll(tx: Tx, { instance }: LockedInstance, actor: Actor, now: Date): Promise<void> {
  for (const domain of await tx.findBy(CustomDomain, { instanceId: instance.id, status: Not('REMOVED') }))
    await giveUp(tx, domain, actor, null, now);
}
