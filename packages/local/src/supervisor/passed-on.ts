import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { Environment } from './env.js';

/** What Node, its TLS and its proxies, the S3 client's own sign-in and a pod's own cluster read. */
const OF_THE_SYSTEM =
  /^(PATH|HOME|USER|LANG|LC_.*|TZ|TMPDIR|NODE_.*|SSL_CERT_.*|https?_proxy|no_proxy|HTTPS?_PROXY|NO_PROXY|AWS_.*|KUBERNETES_.*)$/;

/** Which of the product's processes read each secret; a command reads all of them. */
const READERS: Record<string, readonly string[]> = {
  JWT_SECRET: ['api'],
  JWT_REFRESH_SECRET: ['api'],
  METRICS_TOKEN: ['api'],
  ENCRYPTION_KEY: ['api', 'provisioning'],
  BACKUP_S3_ACCESS_KEY: ['api', 'provisioning'],
  BACKUP_S3_SECRET_KEY: ['api', 'provisioning'],
  MIDTRANS_SERVER_KEY: ['api', 'renewal'],
  TRIPAY_API_KEY: ['api', 'renewal'],
  TRIPAY_PRIVATE_KEY: ['api', 'renewal'],
  SMTP_URL: ['notification'],
  DIGITALOCEAN_TOKEN: ['provisioning'],
  DATABASE_OWNER_URL: [],
  ADMIN_PASSWORD: [],
  CUSTOMER_PASSWORD: [],
  SUPER_ADMIN_PASSWORD: [],
};

/** The settings that MinisPod has, as `.env.example` lists them. */
export function documentedSettings(root: string): Set<string> {
  return new Set(Object.keys(parseEnv(readFileSync(join(root, '.env.example'), 'utf8'))));
}

/** The user's settings of MinisPod, and nothing else that happens to be in their environment. */
export function settingsOf(root: string, environment: Environment): Environment {
  const settings = documentedSettings(root);
  return select(environment, (name) => settings.has(name) || OF_THE_SYSTEM.test(name));
}

/** For a process that needs nothing but Node. */
export function systemOf(environment: Environment): Environment {
  return select(environment, (name) => OF_THE_SYSTEM.test(name));
}

/** Without the secrets that this process does not read: one that is broken into cannot give them away. */
export function readBy(process: string, environment: Environment): Environment {
  return select(environment, (name) => READERS[name]?.includes(process) ?? true);
}

function select(environment: Environment, wanted: (name: string) => boolean): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => wanted(name)));
}
