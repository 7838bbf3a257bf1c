import type { BillingSettings } from '@minispod/domain/billing-settings';
import { z } from 'zod';

/** The operator's choices about money and time: for every process that bills. */
export const billingEnv = {
  PPN_RATE: z.coerce.number().int().min(0).max(100).default(11),
  GRACE_PERIOD_DAYS: z.coerce.number().int().min(1).max(90).default(7),
  RETENTION_DAYS: z.coerce.number().int().min(1).max(3650).default(30),
};

export function billingSettings(env: z.infer<z.ZodObject<typeof billingEnv>>): BillingSettings {
  return { ppnRate: env.PPN_RATE, graceDays: env.GRACE_PERIOD_DAYS, retentionDays: env.RETENTION_DAYS };
}
