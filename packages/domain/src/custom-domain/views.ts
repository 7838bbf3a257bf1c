import type { DomainView } from '@minispod/contracts/custom-domain';
import type { CustomDomain } from '@minispod/database/entities/custom-domain.entity';
import type { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import { isApex } from './rules/public-name.js';
import { type DomainSettings, isProof, proofName, proofValue, targetOf } from './rules/records.js';

/** A domain with the exact records its owner is to set, and what was found instead. */
export function toDomainView(
  domain: CustomDomain,
  { subdomain, mainUrl }: Pick<ServiceInstance, 'subdomain' | 'mainUrl'>,
  settings: DomainSettings,
): DomainView {
  const { txt = [], cname = [], address = [], ours = [] } = domain.found;
  const addresses = settings.ingressAddresses.length > 0 ? settings.ingressAddresses : ours;
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
        // Other records of that name say nothing about us, and may be none of the customer's.
        found: txt.filter((value) => value.includes('minispod-verify')),
        isRight: txt.some((value) => isProof(value, domain.token)),
      },
      // A domain as it was bought takes no CNAME; while our addresses are not known, it is all there is to show.
      ...(isApex(domain.domain) && addresses.length > 0
        ? []
        : [
            {
              purpose: 'ROUTING' as const,
              type: 'CNAME' as const,
              name: domain.domain,
              value: target,
              found: cname,
              isRight: cname.includes(target) || isPointing,
            },
          ]),
      ...addresses.map((value) => ({
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
    url: urlOf(domain.domain, settings),
    isMain: mainUrl === urlOf(domain.domain, settings),
    createdAt: domain.createdAt.toISOString(),
    checkedAt: domain.checkedAt?.toISOString() ?? null,
    nextCheckAt: domain.nextCheckAt?.toISOString() ?? null,
  };
}

/** Where the domain answers. */
export function urlOf(domain: string, settings: DomainSettings): string {
  return `${settings.issuer ? 'https' : 'http'}://${domain}${portOf(settings)}`;
}

/** An installation tried out on a laptop answers at another port than the world's. */
function portOf({ appsDomain }: DomainSettings): string {
  return /:\d+$/.exec(appsDomain)?.[0] ?? '';
}
