import { z } from 'zod';

const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true');

/** How Midtrans is reached: for every process that talks to it. */
export const midtransEnv = {
  MIDTRANS_SERVER_KEY: z.string().min(1),
  MIDTRANS_CLIENT_KEY: z.string().default(''),
  MIDTRANS_IS_PRODUCTION: flag,
  MIDTRANS_NOTIFICATION_URL: z.url().optional(),
  /** Where Snap's page sends people back to; absent: the payment's own page in the console. */
  MIDTRANS_FINISH_URL: z.url().optional(),
  MIDTRANS_UNFINISH_URL: z.url().optional(),
  MIDTRANS_ERROR_URL: z.url().optional(),
  /** Instead of the client's own addresses, outside production: without a path, and ending in `/snap/v1`. */
  MIDTRANS_CORE_API_URL: z.url().optional(),
  MIDTRANS_SNAP_API_URL: z.url().optional(),
};
type MidtransEnv = z.infer<z.ZodObject<typeof midtransEnv>>;

/** What production refuses: anybody can pay in the sandbox's simulator, so its money buys nothing. */
export function midtransFaults(env: MidtransEnv): Record<string, string | false> {
  const overridden = 'must be absent in production: it leads to a sandbox';
  const sandboxKey = 'must be a production key: one that begins with SB- takes play money';
  return {
    MIDTRANS_IS_PRODUCTION:
      !env.MIDTRANS_IS_PRODUCTION && 'must be true in production: anything else takes play money',
    MIDTRANS_SERVER_KEY: env.MIDTRANS_SERVER_KEY.startsWith('SB-') && sandboxKey,
    MIDTRANS_CLIENT_KEY: env.MIDTRANS_CLIENT_KEY.startsWith('SB-') && sandboxKey,
    MIDTRANS_CORE_API_URL: env.MIDTRANS_CORE_API_URL !== undefined && overridden,
    MIDTRANS_SNAP_API_URL: env.MIDTRANS_SNAP_API_URL !== undefined && overridden,
  };
}

/** For `createMidtransGateway`. */
export function midtransSettings(env: MidtransEnv) {
  return {
    serverKey: env.MIDTRANS_SERVER_KEY,
    clientKey: env.MIDTRANS_CLIENT_KEY,
    isProduction: env.MIDTRANS_IS_PRODUCTION,
    notificationUrl: env.MIDTRANS_NOTIFICATION_URL,
    returnUrls: {
      finish: env.MIDTRANS_FINISH_URL,
      unfinish: env.MIDTRANS_UNFINISH_URL,
      error: env.MIDTRANS_ERROR_URL,
    },
    coreApiUrl: env.MIDTRANS_CORE_API_URL,
    snapApiUrl: env.MIDTRANS_SNAP_API_URL,
  };
}
