import { getDomain, getPublicSuffix } from 'tldts';

/** Names that no public DNS serves (RFC 6761, RFC 6762, RFC 9476 and habit): asking for one would look into a private network. */
const PRIVATE_SUFFIX =
  /(^|\.)(local|localhost|internal|intranet|private|lan|home|corp|onion|invalid|alt|arpa)$/;

/** Shared hosts and registries too: `github.io` is as little one customer's as `co.id` is. */
const LIST = { allowPrivateDomains: true };

/** Why a name cannot be one customer's domain, in words; null when it can. The public suffix list decides: https://publicsuffix.org */
export function whyNotOwn(domain: string): string | null {
  if (PRIVATE_SUFFIX.test(domain)) return `${domain} is not a name on the internet`;
  if (getPublicSuffix(domain, LIST) === domain)
    return `${domain} belongs to everybody who registers a name under it: use your own, such as shop.${domain}`;
  return null;
}

/** A domain as it was bought, such as `example.co.id`. DNS allows it no CNAME, since it has other records as well. */
export function isApex(domain: string): boolean {
  return getDomain(domain, LIST) === domain;
}
