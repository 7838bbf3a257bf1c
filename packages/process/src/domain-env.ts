import type { DomainSettings } from '@minispod/domain/custom-domain/rules/records';
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
    .pipe(z.array(z.union([z.ipv4(), z.ipv6()]))),
};

export function domainSettings(env: z.infer<z.ZodObject<typeof domainEnv>>): DomainSettings {
  return {
    appsDomain: env.APPS_DOMAIN,
    issuer: env.DOMAIN_ISSUER ?? null,
    ingressAddresses: env.INGRESS_ADDRESSES,
  };
}
