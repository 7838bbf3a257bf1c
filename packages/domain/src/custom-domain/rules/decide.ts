import type { DomainStatus } from '@minispod/contracts/custom-domain';
import type { CertificateState } from '../../ports/cluster.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** An unproved claim is given up after this. */
export const PROOF_PATIENCE_MS = 30 * DAY;
/** A domain that points elsewhere goes on answering for this long: people move DNS by mistake, and back. */
export const ASTRAY_PATIENCE_MS = 7 * DAY;
/** Issuers answer within minutes; one that is silent for longer has trouble it does not tell of. */
export const ISSUING_PATIENCE_MS = 30 * MINUTE;
/** A certificate that is not renewed by then is trouble: cert-manager renews 30 days before the end. */
export const EXPIRY_WARNING_MS = 14 * DAY;

export type DomainProblem =
  | 'PROOF_MISSING'
  | 'NOT_POINTING_HERE'
  | 'RESOLVER_FAILED'
  | 'TAKEN'
  | 'CERTIFICATE_FAILED'
  | 'CERTIFICATE_EXPIRING'
  | 'PROOF_TIMED_OUT';

export interface DomainFacts {
  status: Exclude<DomainStatus, 'REMOVED'>;
  now: Date;
  createdAt: Date;
  verifiedAt: Date | null;
  astraySince: Date | null;
  /** What DNS said; null: no answer could be had, which says nothing. */
  dns: { isProved: boolean; pointsHere: boolean } | null;
  /** Somebody else's proved claim to the domain, and whether their proof still stands. */
  holder: 'NONE' | 'PROVED' | 'STALE';
  /** Null: no certificate is asked for, or the domain has not come that far. */
  certificate: CertificateState | null;
}

export interface DomainDecision {
  status: DomainStatus;
  problem: DomainProblem | null;
  astraySince: Date | null;
  certificateExpiresAt: Date | null;
  /** Null: never again. */
  nextCheckAt: Date | null;
}

/** What becomes of a custom domain, given what was found. Pure; every path leads to ACTIVE or REMOVED in bounded time. */
export function decideDomain(facts: DomainFacts): DomainDecision {
  const { now, dns } = facts;
  const stay = (problem: DomainProblem | null, inMs: number): DomainDecision => ({
    status: facts.status,
    problem,
    astraySince: facts.astraySince,
    certificateExpiresAt: facts.certificate?.status === 'READY' ? facts.certificate.expiresAt : null,
    nextCheckAt: new Date(now.getTime() + inMs),
  });
  if (!dns)
    return facts.status === 'PENDING_DNS' ? awaitProof(facts, 'RESOLVER_FAILED') : certified(facts, stay);
  if (facts.status === 'PENDING_DNS') {
    if (!dns.isProved) return awaitProof(facts, 'PROOF_MISSING');
    if (facts.holder === 'PROVED') return awaitProof(facts, 'TAKEN');
    if (!dns.pointsHere) return awaitProof(facts, 'NOT_POINTING_HERE');
    return { ...stay(null, SECOND), status: 'ISSUING', astraySince: null };
  }
  if (dns.pointsHere) return certified({ ...facts, astraySince: null }, stay);
  const astraySince = facts.astraySince ?? now;
  if (now.getTime() - astraySince.getTime() < ASTRAY_PATIENCE_MS)
    return { ...stay('NOT_POINTING_HERE', HOUR), astraySince };
  return { ...stay('NOT_POINTING_HERE', 0), status: 'REMOVED', nextCheckAt: null };
}

/** Often at first, while its owner looks on; then ever more seldom. */
function awaitProof(facts: DomainFacts, problem: DomainProblem): DomainDecision {
  const age = facts.now.getTime() - facts.createdAt.getTime();
  const over = age >= PROOF_PATIENCE_MS;
  const pause = Math.min(Math.max(20 * SECOND, age / 8), HOUR);
  return {
    status: over ? 'REMOVED' : 'PENDING_DNS',
    problem: over ? 'PROOF_TIMED_OUT' : problem,
    astraySince: null,
    certificateExpiresAt: null,
    nextCheckAt: over ? null : new Date(facts.now.getTime() + pause),
  };
}

function certified(
  facts: DomainFacts,
  stay: (problem: DomainProblem | null, inMs: number) => DomainDecision,
): DomainDecision {
  const { certificate, now } = facts;
  const settled = { astraySince: facts.astraySince };
  if (certificate === null) return { ...stay(null, 12 * HOUR), ...settled, status: 'ACTIVE' };
  if (certificate.status === 'FAILED') return { ...stay('CERTIFICATE_FAILED', 10 * MINUTE), ...settled };
  if (certificate.status === 'PENDING') {
    const age = now.getTime() - (facts.verifiedAt ?? now).getTime();
    const isSlow = age > ISSUING_PATIENCE_MS;
    return {
      ...stay(isSlow ? 'CERTIFICATE_FAILED' : null, Math.min(Math.max(2 * SECOND, age / 4), 10 * MINUTE)),
      ...settled,
    };
  }
  const isExpiring = certificate.expiresAt.getTime() - now.getTime() < EXPIRY_WARNING_MS;
  return {
    ...stay(isExpiring ? 'CERTIFICATE_EXPIRING' : null, 12 * HOUR),
    ...settled,
    status: 'ACTIVE',
  };
}
