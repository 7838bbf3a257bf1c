import { join } from 'node:path';
import type { Configuration } from './configuration.js';
import type { Environment } from './env.js';
import { readBy, settingsOf, systemOf } from './passed-on.js';
import type { Secrets } from './secrets.js';

/** One Node process. */
export interface Service {
  name: string;
  entry: string;
  environment: Environment;
  /** Where it listens; it counts as started when all of them answer. */
  ports: number[];
}

export const commandLineEntry = (root: string) => join(root, 'apps/api/dist/cli.js');

/** What the product's commands get, and its processes a part of: the user's own settings go before ours. `databaseUrl` is the owner's. */
export function productEnvironment(
  { root, ports, local, cluster, dataDirectory, logLevel, environment }: Configuration,
  secrets: Secrets,
  databaseUrl: string,
): Environment {
  const {
    MIDTRANS_SERVER_KEY,
    MIDTRANS_CLIENT_KEY,
    TRIPAY_MERCHANT_CODE,
    TRIPAY_API_KEY,
    TRIPAY_PRIVATE_KEY,
    APPLICATION_DATABASE_PASSWORD,
    ...others
  } = secrets;
  const gateway = `http://127.0.0.1:${ports.midtrans}`;
  return {
    PUBLIC_URL: `http://localhost:${ports.api}`,
    ...others,
    ...(local.midtrans && {
      MIDTRANS_SERVER_KEY,
      MIDTRANS_CLIENT_KEY,
      MIDTRANS_CORE_API_URL: gateway,
      MIDTRANS_SNAP_API_URL: `${gateway}/snap/v1`,
      MIDTRANS_NOTIFICATION_URL: webhook(ports.api, 'midtrans/notification'),
      // Where payments are play, so is the account: nobody's.
      BANK_ACCOUNTS: 'Bank Contoh:0000000000:Uji coba – jangan ditransfer',
    }),
    ...(local.tripay && {
      TRIPAY_MERCHANT_CODE,
      TRIPAY_API_KEY,
      TRIPAY_PRIVATE_KEY,
      TRIPAY_API_URL: `http://127.0.0.1:${ports.tripay}/api/`,
      TRIPAY_CALLBACK_URL: webhook(ports.api, 'tripay/callback'),
    }),
    ...(local.mailbox && { SMTP_URL: `smtp://127.0.0.1:${ports.smtp}` }),
    ...(local.cluster && { APPS_DOMAIN: `localhost:${ports.ingress}` }),
    ...(local.dns && { DNS_SERVER: `127.0.0.1:${ports.dns}` }),
    ...settingsOf(root, environment),
    ...(local.cluster && { SIM_KUBERNETES_URL: `http://127.0.0.1:${ports.kubernetes}` }),
    LOG_LEVEL: logLevel,
    PORT: String(ports.api),
    CLUSTER: cluster,
    ...(local.postgres
      ? {
          DATABASE_URL: asApplication(databaseUrl, APPLICATION_DATABASE_PASSWORD),
          DATABASE_OWNER_URL: databaseUrl,
        }
      : { DATABASE_URL: databaseUrl }),
    MINISPOD_DATA_DIR: dataDirectory,
  };
}

/**
 * In the order they start; they stop in the opposite one. A group waits until the one before it listens: a worker
 * that finds no gateway would only make noise.
 */
export function planServices(
  configuration: Configuration,
  secrets: Secrets,
  product: Environment,
): Service[][] {
  return [sandboxes(configuration, secrets), apps(configuration, product)];
}

function sandboxes(configuration: Configuration, secrets: Secrets): Service[] {
  const { root, dataDirectory, ports, local, logLevel, environment } = configuration;
  const sandbox = (name: string, folder: string, listens: number[], own: Environment): Service => ({
    name,
    entry: join(root, 'packages/local/dist', folder, 'main.js'),
    environment: { ...systemOf(environment), LOG_LEVEL: logLevel, ...own },
    ports: listens,
  });
  return [
    ...(local.midtrans
      ? [
          sandbox('midtrans', 'midtrans', [ports.midtrans], {
            MIDTRANS_SANDBOX_PORT: String(ports.midtrans),
            MIDTRANS_SANDBOX_SERVER_KEY: secrets.MIDTRANS_SERVER_KEY,
            MIDTRANS_SANDBOX_NOTIFICATION_URL:
              environment.MIDTRANS_NOTIFICATION_URL ?? webhook(ports.api, 'midtrans/notification'),
            MIDTRANS_SANDBOX_DIR: join(dataDirectory, 'midtrans'),
          }),
        ]
      : []),
    ...(local.tripay
      ? [
          sandbox('tripay', 'tripay', [ports.tripay], {
            TRIPAY_SANDBOX_PORT: String(ports.tripay),
            TRIPAY_SANDBOX_MERCHANT_CODE: secrets.TRIPAY_MERCHANT_CODE,
            TRIPAY_SANDBOX_API_KEY: secrets.TRIPAY_API_KEY,
            TRIPAY_SANDBOX_PRIVATE_KEY: secrets.TRIPAY_PRIVATE_KEY,
            TRIPAY_SANDBOX_CALLBACK_URL:
              environment.TRIPAY_CALLBACK_URL ?? webhook(ports.api, 'tripay/callback'),
            TRIPAY_SANDBOX_DIR: join(dataDirectory, 'tripay'),
          }),
        ]
      : []),
    ...(local.mailbox
      ? [
          sandbox('mailbox', 'mailbox', [ports.mailbox, ports.smtp], {
            MAILBOX_HTTP_PORT: String(ports.mailbox),
            MAILBOX_SMTP_PORT: String(ports.smtp),
            MAILBOX_DIR: join(dataDirectory, 'mailbox'),
          }),
        ]
      : []),
    ...(local.cluster
      ? [
          sandbox('kubernetes', 'kubernetes', [ports.kubernetes, ports.ingress], {
            SIM_KUBERNETES_PORT: String(ports.kubernetes),
            SIM_INGRESS_PORT: String(ports.ingress),
            SIM_KUBERNETES_DIR: join(dataDirectory, 'kubernetes'),
          }),
        ]
      : []),
    ...(local.dns
      ? [
          sandbox('dns', 'dns', [ports.dns, ports.dnsPage], {
            DNS_SANDBOX_PORT: String(ports.dns),
            DNS_SANDBOX_HTTP_PORT: String(ports.dnsPage),
            DNS_SANDBOX_DIR: join(dataDirectory, 'dns'),
          }),
        ]
      : []),
  ];
}

function apps({ root, ports }: Configuration, environment: Environment): Service[] {
  const app = (name: string, folder: string, listens: number[]): Service => ({
    name,
    entry: join(root, 'apps', folder, 'dist/main.js'),
    environment: readBy(name, environment),
    ports: listens,
  });
  return [
    app('provisioning', 'provisioning-worker', []),
    app('renewal', 'renewal-worker', []),
    app('notification', 'notification-worker', []),
    app('api', 'api', [ports.api]),
  ];
}

/** The same database as the role that may not rewrite what has happened; `migrate` makes it. */
function asApplication(ownerUrl: string, password: string): string {
  const url = new URL(ownerUrl);
  url.username = 'minispod_application';
  url.password = password;
  return url.href;
}

const webhook = (port: number, path: string) => `http://127.0.0.1:${port}/api/webhooks/${path}`;
