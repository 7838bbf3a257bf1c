import { approvalEnv } from '@minispod/process/approval-env';
import { backupEnv, backupFaults } from '@minispod/process/backup-env';
import { bankAccountsEnv } from '@minispod/process/bank-accounts-env';
import { billingEnv } from '@minispod/process/billing-env';
import { clusterAccessEnv, clusterFaults } from '@minispod/process/cluster-env';
import { domainEnv } from '@minispod/process/domain-env';
import {
  databaseEnv,
  durationEnv,
  portEnv,
  processEnv,
  readEnv,
  redisEnv,
  secretEnv,
} from '@minispod/process/env';
import { gatewayFaults } from '@minispod/process/gateways';
import { midtransEnv } from '@minispod/process/midtrans-env';
import { sellerEnv } from '@minispod/process/seller-env';
import { tripayEnv } from '@minispod/process/tripay-env';
import { z } from 'zod';

const shape = {
  ...processEnv,
  ...databaseEnv,
  ...redisEnv,
  ...midtransEnv,
  ...tripayEnv,
  ...bankAccountsEnv,
  ...billingEnv,
  ...approvalEnv,
  ...sellerEnv,
  ...clusterAccessEnv,
  ...domainEnv,
  ...backupEnv,
  PORT: portEnv.default(3000),
  HOST: z.string().default('127.0.0.1'),
  /** Where people reach this server; https makes the cookies secure. */
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  /** Addresses of the proxies whose `x-forwarded-*` are believed, separated by commas. */
  TRUST_PROXY: z.string().optional(),
  JWT_SECRET: secretEnv('JWT_SECRET'),
  JWT_EXPIRES_IN: durationEnv.prefault('15m'),
  JWT_REFRESH_SECRET: secretEnv('JWT_REFRESH_SECRET'),
  JWT_REFRESH_EXPIRES_IN: durationEnv.prefault('7d'),
  ENCRYPTION_KEY: secretEnv('ENCRYPTION_KEY'),
  RATE_LIMIT: z.enum(['on', 'off']).default('on'),
  /** Prometheus reads `/metrics` on a port of its own, or on the main one with `METRICS_TOKEN`. */
  METRICS_PORT: portEnv.optional(),
  METRICS_HOST: z.string().default('127.0.0.1'),
  METRICS_TOKEN: z.string().min(16).optional(),
};

/** The environment of the API, checked. Throws ConfigurationError. */
export function readApiEnv(source: Record<string, string | undefined> = process.env) {
  const env = readEnv(
    shape,
    (given) => ({
      ...gatewayFaults(given),
      ...clusterFaults(given),
      ...backupFaults(given),
      RATE_LIMIT: given.RATE_LIMIT === 'off' && 'must be on in production',
      PUBLIC_URL: given.PUBLIC_URL === undefined && 'must be set in production',
    }),
    source,
  );
  return { ...env, PUBLIC_URL: env.PUBLIC_URL ?? `http://localhost:${env.PORT}` };
}

const commandShape = {
  ...processEnv,
  ...databaseEnv,
  ...billingEnv,
  ...clusterAccessEnv,
  MIDTRANS_CORE_API_URL: midtransEnv.MIDTRANS_CORE_API_URL,
  TRIPAY_API_URL: tripayEnv.TRIPAY_API_URL,
  /** Directory of the operator's own service templates, read by the seed beside the shipped ones. */
  TEMPLATES_DIR: z.string().optional(),
  ADMIN_PASSWORD: z.string().min(10).max(200).optional(),
  CUSTOMER_PASSWORD: z.string().min(10).max(200).optional(),
  SUPER_ADMIN_PASSWORD: z.string().min(10).max(200).optional(),
};

export type CommandEnv = ReturnType<typeof readCommandEnv>;

/** The environment of the commands. Throws ConfigurationError. */
export function readCommandEnv(source: Record<string, string | undefined> = process.env) {
  return readEnv(commandShape, () => ({}), source);
}
