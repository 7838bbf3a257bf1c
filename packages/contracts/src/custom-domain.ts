import { z } from 'zod';
import { IdSchema, RequestIdSchema, TimeSchema } from './shared.js';

/**
 * PENDING_DNS: waits for the records its owner is to set. ISSUING: they are right; the certificate is on its way.
 * ACTIVE: it answers. An ACTIVE one with a problem still answers, and will not for ever.
 */
export const DOMAIN_STATUSES = ['PENDING_DNS', 'ISSUING', 'ACTIVE', 'REMOVED'] as const;
export type DomainStatus = (typeof DOMAIN_STATUSES)[number];

/** A full host name such as `shop.example.co.id`; what is typed with a scheme, a path or capitals is understood. */
export const DomainNameSchema = z
  .string()
  .trim()
  .max(300)
  .transform((text) =>
    text
      .toLowerCase()
      .replace(/^https?:\/\//, '')
      .replace(/[/?#].*$/, '')
      .replace(/\.$/, ''),
  )
  .transform((text, ctx) => {
    const host = URL.canParse(`http://${text}`) ? new URL(`http://${text}`).hostname : '';
    if (
      host.length <= 253 &&
      /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9-]{2,63}$/.test(host) &&
      !text.includes(':')
    )
      return host;
    ctx.addIssue({ code: 'custom', message: 'A domain such as shop.example.co.id' });
    return z.NEVER;
  });

export const DnsRecord = z.object({
  /** OWNERSHIP proves whose it is. Of the ROUTING records one is enough: CNAME, or all addresses where that is not possible. */
  purpose: z.enum(['OWNERSHIP', 'ROUTING']),
  type: z.enum(['TXT', 'CNAME', 'A', 'AAAA']),
  name: z.string(),
  value: z.string(),
  /** What was found at the last look; empty: nothing. */
  found: z.array(z.string()),
  isRight: z.boolean(),
});

export const DomainView = z.object({
  id: IdSchema,
  instanceId: IdSchema,
  domain: z.string(),
  status: z.enum(DOMAIN_STATUSES),
  /** The exact records to set: one that proves whose it is, one that points here. */
  records: z.array(DnsRecord),
  problem: z.object({ code: z.string(), message: z.string() }).nullable(),
  certificateExpiresAt: TimeSchema.nullable(),
  url: z.string(),
  /** The app takes this domain for its own address: links, mails and webhooks that it makes begin with it. */
  isMain: z.boolean(),
  createdAt: TimeSchema,
  checkedAt: TimeSchema.nullable(),
  nextCheckAt: TimeSchema.nullable(),
});
export type DomainView = z.infer<typeof DomainView>;

export const DomainListInput = z.strictObject({ id: IdSchema });
export const DomainListView = z.object({ items: z.array(DomainView), maximum: z.number().int() });
export const AddDomainInput = z.strictObject({
  id: IdSchema,
  domain: DomainNameSchema,
  requestId: RequestIdSchema.optional(),
});
export const DomainInput = z.strictObject({ id: IdSchema, domainId: IdSchema });
/** To another instance of the same owner. */
export const MoveDomainInput = DomainInput.extend({ toInstanceId: IdSchema });
/** Null: the address that we gave. */
export const SetMainDomainInput = z.strictObject({ id: IdSchema, domainId: IdSchema.nullable() });
