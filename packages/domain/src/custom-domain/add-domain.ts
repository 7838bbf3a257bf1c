import { randomBytes } from 'node:crypto';
import type { DomainView } from '@minispod/contracts/custom-domain';
import { CustomDomain } from '@minispod/database/entities/custom-domain.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import { type DataSource, Not } from 'typeorm';
import { DomainError, notFound } from '../errors.js';
import { newId } from '../id.js';
import { once } from '../idempotency/once.js';
import { type LoadedInstance, loadInstance } from '../instance/load-instance.js';
import { recordActivity } from '../instance/record-activity.js';
import { enqueue } from '../outbox/enqueue.js';
import { refuseUnpaid } from '../subscription/refuse-unpaid.js';
import { lockWallet } from '../wallet/lock-wallet.js';
import { whyNotOwn } from './rules/public-name.js';
import type { DomainSettings } from './rules/records.js';
import { toDomainView } from './views.js';

interface AddDomain {
  /** The instance's. */
  id: string;
  /** Lower case, punycode. */
  domain: string;
  requestId?: string | undefined;
}

/**
 * Claims a domain for one of the user's instances: it answers once DNS proves whose it is and points here. Claiming what
 * is claimed there already changes nothing. CONFLICT for services without a web address, beyond the plan's number, for a
 * domain on another of the user's instances, and for names under our own. VALIDATION_ERROR for names that nobody can own.
 */
export async function addDomain(
  dataSource: DataSource,
  userId: string,
  { id, domain, requestId }: AddDomain,
  settings: DomainSettings,
  now: Date,
): Promise<DomainView> {
  return withTransaction(dataSource, async (tx) => {
    await lockWallet(tx, userId);
    const loaded = await loadInstance(tx, id, userId);
    if (!loaded) throw notFound('Instance');
    const request = { userId, key: requestId, operation: 'instances.addDomain', input: { id, domain } };
    return once(tx, request, now, () => claimDomain(tx, loaded, domain, settings, now));
  });
}

/** The same within the caller's transaction, which holds the lock of the owner's wallet. */
export async function claimDomain(
  tx: Tx,
  loaded: LoadedInstance,
  domain: string,
  settings: DomainSettings,
  now: Date,
): Promise<DomainView> {
  const { id } = loaded.instance;
  const { userId } = loaded.subscription;
  const claimed = await tx.findOneBy(CustomDomain, { userId, domain, status: Not('REMOVED') });
  if (claimed?.instanceId === id) return toDomainView(claimed, loaded.instance, settings);
  if (claimed) {
    throw new DomainError('CONFLICT', `${domain} is on another of your instances: move it from there`, {
      instanceId: claimed.instanceId,
    });
  }
  refuseNotOwn(domain, settings);
  await refuseWithoutRoom(tx, loaded);
  const row: CustomDomain = {
    id: newId(),
    userId,
    instanceId: id,
    domain,
    status: 'PENDING_DNS',
    token: randomBytes(16).toString('hex'),
    found: {},
    problemCode: null,
    problemMessage: null,
    astraySince: null,
    certificateExpiresAt: null,
    createdAt: now,
    checkedAt: null,
    nextCheckAt: now,
    verifiedAt: null,
    activeAt: null,
    removedAt: null,
  };
  await tx.insert(CustomDomain, row);
  await recordActivity(tx, id, 'DOMAIN_ADDED', `user:${userId}`, { domain }, now);
  await enqueue(tx, 'check-domain', { domainId: row.id }, now);
  return toDomainView(row, loaded.instance, settings);
}

function refuseNotOwn(domain: string, { appsDomain }: DomainSettings): void {
  const ours = appsDomain.replace(/:\d+$/, '');
  if (domain === ours || domain.endsWith(`.${ours}`)) {
    throw new DomainError('CONFLICT', `Names under ${ours} are given by us: use a domain of your own`, {
      domain,
    });
  }
  const reason = whyNotOwn(domain);
  if (reason) throw new DomainError('VALIDATION_ERROR', 'The input is not valid', { domain: reason });
}

/** The plan's number counts for all instances of the subscription together. */
export async function refuseWithoutRoom(
  tx: Tx,
  { instance, subscription, plan, service }: LoadedInstance,
): Promise<void> {
  refuseUnpaid(subscription);
  const refuse = (message: string) =>
    new DomainError('CONFLICT', message, { status: instance.status, maximum: plan.maxDomains });
  if (service.template?.protocol !== 'http')
    throw refuse(`${service.name} is not reached by browser, so it takes no domain`);
  if (instance.status === 'TERMINATED' || instance.status === 'ERROR' || instance.deletionDueAt)
    throw refuse('This instance has ended');
  const [{ used }] = await tx.query(
    `SELECT count(*)::int AS used FROM custom_domains d JOIN service_instances i ON i.id = d.instance_id
      WHERE i.subscription_id = $1 AND d.status <> 'REMOVED'`,
    [subscription.id],
  );
  if (used < plan.maxDomains) return;
  throw refuse(
    plan.maxDomains === 0
      ? `The ${plan.name} plan has no domains of your own: a higher plan does`
      : `The ${plan.name} plan allows ${plan.maxDomains} of your own domains: remove one or take a higher plan`,
  );
}
