import { z } from 'zod';
import { IdSchema, listOf, PageInput, TimeSchema } from './shared.js';

/** What an administrator may do with a customer's money. */
export const MONEY_ACTION_KINDS = [
  'ADJUST',
  'APPROVE_TRANSFER',
  'CREDIT_PAYMENT',
  'REFUND',
  'RESOLVE_DIFFERENCE',
] as const;
export type MoneyActionKind = (typeof MONEY_ACTION_KINDS)[number];
/** PENDING: a second administrator has to approve it. EXPIRED: nobody decided in time, and nothing was moved. */
export const MONEY_ACTION_STATUSES = ['PENDING', 'DONE', 'REFUSED', 'EXPIRED'] as const;
export type MoneyActionStatus = (typeof MONEY_ACTION_STATUSES)[number];

const Person = z.object({ id: IdSchema, name: z.string(), email: z.string() });

/** A request for a second administrator, and what became of it. */
export const ApprovalView = z.object({
  id: IdSchema,
  kind: z.enum(MONEY_ACTION_KINDS),
  status: z.enum(MONEY_ACTION_STATUSES),
  requestedBy: Person,
  /** Whose wallet it moves. */
  user: Person,
  /** Signed rupiah: positive is given, negative taken out of the wallet. */
  amount: z.number().int(),
  reason: z.string(),
  /** The top-up's transaction, or the difference; null for an adjustment. */
  subjectId: IdSchema.nullable(),
  createdAt: TimeSchema,
  expiresAt: TimeSchema,
  decidedBy: Person.nullable(),
  decidedAt: TimeSchema.nullable(),
  decisionReason: z.string().nullable(),
  /** Administrators who could approve it; 0: there is none, and it will expire. */
  approvers: z.number().int(),
});
export type ApprovalView = z.infer<typeof ApprovalView>;

export const ApprovalListInput = PageInput.extend({
  status: z.enum(MONEY_ACTION_STATUSES).optional(),
  subjectId: IdSchema.optional(),
});
export const ApprovalListView = listOf(ApprovalView);
export const ApproveInput = z.strictObject({ id: IdSchema });
export const RefuseInput = z.strictObject({ id: IdSchema, reason: z.string().trim().min(3).max(500) });
