import { cleanText } from '@minispod/contracts/clean-text';
import { CustomDomain } from '@minispod/database/entities/custom-domain.entity';
import { type Tx, withTransaction } from '@minispod/database/transaction';
import { type DataSource, In, Not } from 'typeorm';
import { closeAlert } from '../alert/close.js';
import { raiseAlert } from '../alert/raise.js';
import { type LoadedInstance, loadInstance } from '../instance/load-instance.js';
import { recordActivity } from '../instance/record-activity.js';
import { convergeInstance } from '../instance/wishes.js';
import { announce } from '../live/announce.js';
import { notify } from '../notification/notify.js';
import type { CertificateState, Cluster } from '../ports/cluster.js';
import { type Resolver, ResolverFailed } from '../ports/resolver.js';
import { required } from '../rows.js';
import { giveUp } from './remove-domain.js';
import { type DomainDecision, decideDomain } from './rules/decide.js';
import {
  type DomainSettings,
  type Found,
  isProved,
  pointsHere,
  proofName,
  targetOf,
} from './rules/records.js';
import { becomeMain } from './set-main-domain.js';

export interface DomainDeps {
  dataSource: DataSource;
  resolver: Resolver;
  cluster: Pick<Cluster, 'certificate'>;
  domains: DomainSettings;
}

/** What was learned outside of the transaction. */
interface Findings {
  found: Found | null;
  pointsHere: boolean;
  certificate: CertificateState | null;
  resolverSaid: string | null;
}

/**
 * Looks at a domain's DNS and certificate and moves it on. Repeatable; two at once end alike. Throws ClusterUnreachable
 * while the certificate cannot be asked for.
 */
export async function checkDomain(deps: DomainDeps, domainId: string, now: Date): Promise<void> {
  const { dataSource } = deps;
  const domain = await dataSource.manager.findOneBy(CustomDomain, { id: domainId, status: Not('REMOVED') });
  if (!domain) return;
  const loaded = required(await loadInstance(dataSource.manager, domain.instanceId));
  const findings = await lookAt(deps, domain, loaded);
  await withTransaction(dataSource, async (tx) => {
    const locked = await lockClaims(tx, domain.domain);
    const current = locked.find(({ id }) => id === domainId);
    // Moved, removed or checked by somebody else meanwhile: their view of it is newer.
    if (!current || current.status !== domain.status || current.instanceId !== domain.instanceId) return;
    const holder = locked.find(({ id, status }) => id !== domainId && status !== 'PENDING_DNS');
    const holderIsProved = holder && findings.found && isProved(findings.found, holder.token);
    const decision = decideDomain({
      ...current,
      status: current.status as Exclude<CustomDomain['status'], 'REMOVED'>,
      now,
      dns: findings.found && {
        isProved: isProved(findings.found, current.token),
        pointsHere: findings.pointsHere,
      },
      holder: holder ? (holderIsProved ? 'PROVED' : 'STALE') : 'NONE',
      certificate: findings.certificate,
    });
    // Whoever proves a domain now owns it now; an earlier owner's proof is gone.
    if (holder && decision.status === 'ISSUING') await giveUp(tx, holder, 'system', 'TAKEN_OVER', now);
    await write(tx, { domain: current, loaded, decision, findings }, deps.domains, now);
  });
}

async function lookAt(deps: DomainDeps, domain: CustomDomain, loaded: LoadedInstance): Promise<Findings> {
  const { resolver, cluster, domains } = deps;
  const target = targetOf(loaded.instance.subdomain, domains);
  const isServed = domain.status !== 'PENDING_DNS';
  const ref = { instanceId: domain.instanceId, userId: domain.userId };
  const certificate = domains.issuer && isServed ? await cluster.certificate(ref, domain) : null;
  try {
    const [txt, cname, address, ours] = await Promise.all([
      resolver.resolve(proofName(domain.domain), 'TXT'),
      resolver.resolve(domain.domain, 'CNAME'),
      addresses(resolver, domain.domain),
      domains.ingressAddresses.length > 0 ? domains.ingressAddresses : addresses(resolver, target),
    ]);
    const found = { txt, cname, address, ours: [...ours] };
    return { found, pointsHere: pointsHere(found, target), certificate, resolverSaid: null };
  } catch (error) {
    if (!(error instanceof ResolverFailed)) throw error;
    return { found: null, pointsHere: false, certificate, resolverSaid: error.message };
  }
}

async function addresses(resolver: Resolver, name: string): Promise<string[]> {
  const both = await Promise.all([resolver.resolve(name, 'A'), resolver.resolve(name, 'AAAA')]);
  return both.flat();
}

/** Every living claim to the name, locked in one order. */
async function lockClaims(tx: Tx, domain: string): Promise<CustomDomain[]> {
  return tx.find(CustomDomain, {
    where: { domain, status: In(['PENDING_DNS', 'ISSUING', 'ACTIVE']) },
    order: { id: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
}

async function write(
  tx: Tx,
  {
    domain,
    loaded,
    decision,
    findings,
  }: { domain: CustomDomain; loaded: LoadedInstance; decision: DomainDecision; findings: Findings },
  settings: DomainSettings,
  now: Date,
): Promise<void> {
  const { id, instanceId, userId } = domain;
  if (decision.status === 'REMOVED') {
    await giveUp(tx, domain, 'system', decision.problem, now);
    await announce(tx, { topic: 'instance', userId, id: instanceId });
    return;
  }
  const words = wordsFor(decision.problem, findings);
  const problemMessage = words && cleanText(words, 1_000);
  const { status, problem, astraySince, certificateExpiresAt, nextCheckAt } = decision;
  const isProvedNow = status === 'ISSUING' && domain.status === 'PENDING_DNS';
  const isActiveNow = status === 'ACTIVE' && domain.status !== 'ACTIVE';
  await tx.update(
    CustomDomain,
    { id },
    {
      status,
      problemCode: problem,
      problemMessage,
      astraySince,
      certificateExpiresAt,
      nextCheckAt,
      checkedAt: now,
      ...(findings.found && { found: findings.found }),
      ...(isProvedNow && { verifiedAt: now }),
      ...(isActiveNow && { activeAt: now }),
    },
  );
  if (isProvedNow) await convergeInstance(tx, instanceId, now);
  if (isActiveNow) {
    await becomeMain(tx, domain, settings, now);
    await tellActive(tx, domain, loaded, now);
  }
  await minding(tx, domain, decision, problemMessage, now);
  await announce(tx, { topic: 'instance', userId, id: instanceId });
}

async function tellActive(
  tx: Tx,
  { id, domain, instanceId, userId }: CustomDomain,
  { instance, service }: LoadedInstance,
  now: Date,
): Promise<void> {
  await recordActivity(tx, instanceId, 'DOMAIN_ACTIVE', 'system', { domain }, now);
  const data = { serviceName: service.name, instanceName: instance.name, domain };
  const link = `/services/${instanceId}?tab=domains`;
  await notify(tx, { userId, kind: 'DOMAIN_ACTIVE', dedupeKey: `DOMAIN_ACTIVE:${id}`, data, link }, now);
}

/** A domain that answers, or was about to, and is in trouble: an alert until it is not. */
async function minding(
  tx: Tx,
  { domain, instanceId, userId }: CustomDomain,
  { problem, status }: DomainDecision,
  message: string | null,
  now: Date,
): Promise<void> {
  const key = { kind: 'CERTIFICATE_TROUBLE', subject: domain };
  if (problem === null || status === 'PENDING_DNS') await closeAlert(tx, key, now);
  else
    await raiseAlert(
      tx,
      { ...key, message: message ?? problem, userId, instanceId, details: { domain, problem } },
      now,
    );
}

function wordsFor(
  problem: DomainDecision['problem'],
  { certificate, resolverSaid }: Findings,
): string | null {
  if (problem === 'CERTIFICATE_FAILED')
    return certificate && certificate.status !== 'READY' ? certificate.message : null;
  return problem === 'RESOLVER_FAILED' ? resolverSaid : null;
}
