import type { InstanceView } from '@minispod/contracts/instance';
import type { CustomDomain } from '@minispod/database/entities/custom-domain.entity';
import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import { type DataSource, IsNull } from 'typeorm';
import { DomainError, notFound } from '../errors.js';
import type { Actor } from '../history/transition.js';
import { loadInstance } from '../instance/load-instance.js';
import { recordActivity } from '../instance/record-activity.js';
import { viewInstance } from '../instance/views.js';
import { convergeInstance } from '../instance/wishes.js';
import { announce } from '../live/announce.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { findDomain } from './find-domain.js';
import type { DomainSettings } from './rules/records.js';
import { urlOf } from './views.js';

/**
 * Chooses the address that an app takes for its own, in the links, mails and webhooks it makes: one of its domains, or null
 * for the one that we gave. The app is started again with it. CONFLICT for a domain that does not answer yet.
 */
export async function setMainDomain(
  dataSource: DataSource,
  userId: string,
  { id, domainId }: { id: string; domainId: string | null },
  settings: DomainSettings,
  now: Date,
): Promise<InstanceView> {
  return withTransaction(dataSource, async (tx) => {
    await lockWallet(tx, userId);
    const loaded = await loadInstance(tx, id, userId);
    if (!loaded) throw notFound('Instance');
    const domain = domainId === null ? null : (await findDomain(tx, userId, { id, domainId })).domain;
    if (domain && domain.status !== 'ACTIVE') {
      throw new DomainError('CONFLICT', `${domain.domain} does not answer yet: set its records first`, {
        status: domain.status,
      });
    }
    const mainUrl = domain && urlOf(domain.domain, settings);
    if (mainUrl !== loaded.instance.mainUrl) {
      await tx.update(ServiceInstance, { id }, { mainUrl });
      await follow(tx, id, domain?.domain ?? null, `user:${userId}`, now);
      await announce(tx, { topic: 'instance', userId, id });
    }
    return viewInstance(tx, id);
  });
}

/** The first domain that answers becomes the app's own address: that is what it was connected for. */
export async function becomeMain(
  tx: Tx,
  { instanceId, domain }: Pick<CustomDomain, 'instanceId' | 'domain'>,
  settings: DomainSettings,
  now: Date,
): Promise<void> {
  const first = await tx.update(
    ServiceInstance,
    { id: instanceId, mainUrl: IsNull() },
    { mainUrl: urlOf(domain, settings) },
  );
  if (first.affected === 1) await follow(tx, instanceId, domain, 'system', now);
}

/** The app goes back to the address that we gave when its main domain is taken away from it. */
export async function leaveMain(
  tx: Tx,
  { instanceId, domain }: Pick<CustomDomain, 'instanceId' | 'domain'>,
  now: Date,
): Promise<void> {
  const [left] = await tx.query<[{ id: string }[], number]>(
    `UPDATE service_instances SET main_url = NULL
      WHERE id = $1 AND split_part(split_part(main_url, '://', 2), ':', 1) = $2 RETURNING id`,
    [instanceId, domain],
  );
  if (left.length > 0) await follow(tx, instanceId, null, 'system', now);
}

async function follow(
  tx: Tx,
  instanceId: string,
  domain: string | null,
  actor: Actor,
  now: Date,
): Promise<void> {
  await recordActivity(tx, instanceId, 'DOMAIN_MAIN', actor, { domain }, now);
  await convergeInstance(tx, instanceId, now);
}
