import { approvalEnv } from '@minispod/process/approval-env';
import { backupEnv, backupFaults } from '@minispod/process/backup-env';
import { bankAccountsEnv } from '@minispod/process/bank-accounts-env';
import { billingEnv } from '@minispod/process/billing-env';
import { clusterAccessEnv, clusterFaults } from '@minispod/process/cluster-env';
import { domainEnv, domainFaults, isSameSite } from '@minispod/process/domain-env';
import {
  databaseEnv,
  durationEnv,
  encryptionKeyEnv,
  portEnv,
  processEnv,
  readEnv,
  redisEnv,
  secretEnv,
  secretFaults,
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
  /** Web pages elsewhere that may call `/api` from a browser with a token: origins, separated by commas; absent: none. */
  CORS_ORIGINS: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((origin) => origin.trim() || []))
    .pipe(
      z.array(
        z.string().regex(/^https?:\/\/[^/\s]+$/, 'origins such as https://shop.example, without a path'),
      ),
    ),
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
  ENCRYPTION_KEY: encryptionKeyEnv,
  RATE_LIMIT: z.enum(['on', 'off']).default('on'),
  /** Prometheus reads `/metrics` on a port of its own, or on the main one with `METRICS_TOKEN`. */
  METRICS_PORT: portEnv.optional(),
  METRICS_HOST: z.string().default('127.0.0.1'),
  METRICS_TOKEN: z.string().min(16).optional(),
};

function publicUrlFault({
  PUBLIC_URL,
  APPS_DOMAIN,
}: {
  PUBLIC_URL?: string | undefined;
  APPS_DOMAIN: string;
}) {
  if (!PUBLIC_URL?.startsWith('https:')) return 'must be set to an https address in production';
  return (
    isSameSite(PUBLIC_URL, APPS_DOMAIN) &&
    'must not share its registrable domain with APPS_DOMAIN, because customers’ apps could then plant cookies in our console: give the apps a domain of their own, or have APPS_DOMAIN entered in the Public Suffix List'
  );
}

/** The environment of the API, checked. Throws ConfigurationError. */
export function readApiEnv(source: Record<string, string | undefined> = process.env) {
  const env = readEnv(
    shape,
    (given) => ({
      ...gatewayFaults(given),
      ...clusterFaults(given),
      ...domainFaults(given),
      ...backupFaults(given),
      ...secretFaults({
        JWT_SECRET: given.JWT_SECRET,
        JWT_REFRESH_SECRET: given.JWT_REFRESH_SECRET,
        ENCRYPTION_KEY: given.ENCRYPTION_KEY,
      }),
      RATE_LIMIT: given.RATE_LIMIT === 'off' && 'must be on in production',
      PUBLIC_URL: publicUrlFault(given),
      JWT_EXPIRES_IN: given.JWT_EXPIRES_IN > 3600 && 'must be an hour or less in production, e.g. 15m',
      TRUST_PROXY:
        trustsEverybody(given.TRUST_PROXY ?? '') &&
        'must name the addresses of your own proxies: with /0 anybody may claim to be anybody',
    }),
    source,
  );
  return { ...env, PUBLIC_URL: env.PUBLIC_URL ?? `http://localhost:${env.PORT}` };
}

const trustsEverybody = (proxies: string) => proxies.split(',').some((range) => range.trim().endsWith('/0'));

const commandShape = {
  ...processEnv,
  ...databaseEnv,
  /** Whose the tables are: what `migrate` signs in with, where the processes have a role of their own. */
  DATABASE_OWNER_URL: databaseEnv.DATABASE_URL.optional(),
  ...billingEnv,
  ...clusterAccessEnv,
  MIDTRANS_CORE_API_URL: midtransEnv.MIDTRANS_CORE_API_URL,
  TRIPAY_API_URL: tripayEnv.TRIPAY_API_URL,
  /** For `reseal` alone. */
  ENCRYPTION_KEY: z.string().optional(),
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
