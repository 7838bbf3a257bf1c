import { z } from 'zod';

/** Who sells, as it stands on every invoice. */
export const sellerEnv = {
  SELLER_NAME: z.string().trim().min(1).max(100).default('MinisPod'),
  /** Lines separated by `\n` or by `|`. */
  SELLER_ADDRESS: z.string().trim().max(500).default('Jakarta, Indonesia'),
  /** NPWP; absent: none is printed. */
  SELLER_TAX_ID: z.string().trim().max(40).optional(),
};

export function sellerSettings(env: z.infer<z.ZodObject<typeof sellerEnv>>) {
  return {
    name: env.SELLER_NAME,
    address: env.SELLER_ADDRESS.split(/\s*(?:\\n|\n|\|)\s*/),
    taxId: env.SELLER_TAX_ID ?? null,
  };
}
