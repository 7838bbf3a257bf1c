import type { DomainView } from '@minispod/contracts/custom-domain';
import type { CustomDomain } from '@minispod/database/entities/custom-domain.entity';
import { type DomainSettings, proofName, proofValue, targetOf } from './rules/records.js';

/** A domain with the exact records its owner is to set, and what was found instead. */
export function toDomainView(domain: CustomDomain, subdomain: string, settings: DomainSettings): DomainView {
  const { txt = [], cname = [], address = [] } = domain.found;
  const target = targetOf(subdomain, settings);
  const proof = proofValue(domain.token);
  // Once it is proved and pointing, what is shown is what was right then.
  const isPointing = domain.verifiedAt !== null && domain.astraySince === null;
  return {
    id: domain.id,
    instanceId: domain.instanceId,
    domain: domain.domain,
    status: domain.status,
    records: [
      {
        purpose: 'OWNERSHIP',
        type: 'TXT',
        name: proofName(domain.domain),
        value: proof,
        found: txt,
        isRight: txt.includes(proof),
      },
      {
        purpose: 'ROUTING',
        type: 'CNAME',
        name: domain.domain,
        value: target,
        found: cname,
        isRight: cname.includes(target) || isPointing,
      },
      ...settings.ingressAddresses.map((value) => ({
        purpose: 'ROUTING' as const,
        type: value.includes(':') ? ('AAAA' as const) : ('A' as const),
        name: domain.domain,
        value,
        found: address,
        isRight: address.includes(value),
      })),
    ],
    problem: domain.problemCode ? { code: domain.problemCode, message: domain.problemMessage ?? '' } : null,
    certificateExpiresAt: domain.certificateExpiresAt?.toISOString() ?? null,
    url: `${settings.issuer ? 'https' : 'http'}://${domain.domain}${portOf(settings)}`,
    createdAt: domain.createdAt.toISOString(),
    checkedAt: domain.checkedAt?.toISOString() ?? null,
    nextCheckAt: domain.nextCheckAt?.toISOString() ?? null,
  };
}

/** An installation tried out on a laptop answers at another port than the world's. */
function portOf({ appsDomain }: DomainSettings): string {
  return /:\d+$/.exec(appsDomain)?.[0] ?? '';
}
