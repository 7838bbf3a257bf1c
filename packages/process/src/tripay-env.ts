import { z } from 'zod';

/** How Tripay is reached: for every process that talks to it. All three keys or none; none: it is not offered. */
export const tripayEnv = {
  TRIPAY_MERCHANT_CODE: z.string().optional(),
  TRIPAY_API_KEY: z.string().optional(),
  TRIPAY_PRIVATE_KEY: z.string().optional(),
  /** Instead of Tripay's own address, outside production. */
  TRIPAY_API_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/*$/, '/'))
    .optional(),
  /** Absent: where Tripay's dashboard says. */
  TRIPAY_CALLBACK_URL: z.url().optional(),
};
type TripayEnv = z.infer<z.ZodObject<typeof tripayEnv>>;

const KEYS = ['TRIPAY_MERCHANT_CODE', 'TRIPAY_API_KEY', 'TRIPAY_PRIVATE_KEY'] as const;

/** What production refuses: money from a sandbox is no money, and with half of the keys none would come. */
export function tripayFaults(env: TripayEnv): Record<string, string | false> {
  const isWanted = KEYS.some((key) => env[key] !== undefined);
  const missing = KEYS.map((key) => [
    key,
    isWanted && env[key] === undefined && 'goes with the other keys of Tripay: set all three or none',
  ]);
  return {
    ...Object.fromEntries(missing),
    ...(env.TRIPAY_API_KEY?.startsWith('DEV-') && {
      TRIPAY_API_KEY: 'must be a production key: one that begins with DEV- takes play money',
    }),
    TRIPAY_API_URL: env.TRIPAY_API_URL !== undefined && 'must be absent in production: it leads to a sandbox',
  };
}

/** For `createTripayGateway`; null: Tripay is not offered. */
export function tripaySettings(env: TripayEnv) {
  const [merchantCode, apiKey, privateKey] = KEYS.map((key) => env[key]);
  if (!merchantCode || !apiKey || !privateKey) return null;
  return {
    merchantCode,
    apiKey,
    privateKey,
    apiUrl: env.TRIPAY_API_URL ?? 'https://tripay.co.id/api/',
    callbackUrl: env.TRIPAY_CALLBACK_URL,
  };
}
