import { type ApprovalSettings, DEFAULT_APPROVALS } from '@minispod/domain/money-action/approval-settings';
import { z } from 'zod';

/** What one administrator may do with money alone, in whole rupiah, and how long a request for a second one stands. */
export const approvalEnv = {
  APPROVAL_ABOVE: z.coerce.number().int().min(0).default(DEFAULT_APPROVALS.perAction),
  APPROVAL_ABOVE_PER_DAY: z.coerce.number().int().min(0).default(DEFAULT_APPROVALS.perDay),
  APPROVAL_HOURS: z.coerce.number().int().min(1).max(720).default(DEFAULT_APPROVALS.hours),
};

export function approvalSettings(env: z.infer<z.ZodObject<typeof approvalEnv>>): ApprovalSettings {
  return { perAction: env.APPROVAL_ABOVE, perDay: env.APPROVAL_ABOVE_PER_DAY, hours: env.APPROVAL_HOURS };
}
