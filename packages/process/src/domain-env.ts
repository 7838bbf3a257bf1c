import { canonicalAddress } from '@minispod/contracts/ip-address';
import type { DomainSettings } from '@minispod/domain/custom-domain/rules/records';
import { getDomain, getHostname } from 'tldts';
import { z } from 'zod';

/** Where apps are reached, by our names and by customers' own. */
export const domainEnv = {
  APPS_DOMAIN: z.string().default('localhost:3004'),
  /** cert-manager ClusterIssuer of certificates for custom domains; absent: they answer without TLS. */
  DOMAIN_ISSUER: z.string().optional(),
  /** The ingress controller's addresses, separated by commas: what A and AAAA records of custom domains are to say. */
  INGRESS_ADDRESSES: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((address) => address.trim() || []))
    .pipe(z.array(z.union([z.ipv4(), z.ipv6()]).transform(canonicalAddress))),
  /** Asked about customers' domains instead of the system's resolvers: host:port. */
  DNS_SERVER: z
    .string()
    .regex(/^(\[[\da-fA-F:]+\]|[\w.-]+):\d{1,5}$/, 'an address with a port, e.g. 127.0.0.1:53')
    .optional(),
};

/** What production refuses: an address that leads every customer to their own machine. */
export function domainFaults(env: z.infer<z.ZodObject<typeof domainEnv>>): Record<string, string | false> {
  const isLocal = /(^|\.)localhost(:\d+)?$/.test(env.APPS_DOMAIN);
  return {
    APPS_DOMAIN: isLocal && 'must be set in production to the domain of the apps, e.g. apps.example.com',
  };
}

/**
 * An app may set cookies for everything under the registrable domain it shares with us, so customers' apps have a domain of
 * their own. Two hosts without such a domain, as names of a local network are, must differ as a whole.
 */
export function isSameSite(publicUrl: string, appsDomain: string): boolean {
  const siteOf = (url: string) => getDomain(url, { allowPrivateDomains: true }) ?? getHostname(url);
  return siteOf(publicUrl) === siteOf(appsDomain);
}

export function domainSettings(env: z.infer<z.ZodObject<typeof domainEnv>>): DomainSettings {
  return {
    appsDomain: env.APPS_DOMAIN,
    issuer: env.DOMAIN_ISSUER ?? null,
    ingressAddresses: env.INGRESS_ADDRESSES,
  };
}
