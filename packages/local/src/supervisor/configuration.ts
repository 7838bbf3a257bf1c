import { resolve } from 'node:path';
import type { Environment } from './env.js';
import { StartError } from './start-error.js';

/** What the supervisor itself must know; everything else passes through to the processes, which check it. */
export interface Configuration {
  root: string;
  dataDirectory: string;
  ports: {
    api: number;
    midtrans: number;
    mailbox: number;
    kubernetes: number;
    ingress: number;
    smtp: number;
    dns: number;
    dnsPage: number;
    tripay: number;
  };
  /** Which of the local stand-ins are wanted: those whose real counterpart is not configured. */
  local: {
    postgres: boolean;
    midtrans: boolean;
    tripay: boolean;
    mailbox: boolean;
    cluster: boolean;
    dns: boolean;
  };
  cluster: string;
  /** The least severe lines of the processes to show, as pino numbers them. */
  shownLevel: number;
  /** What the processes are told to write, by pino's name. */
  logLevel: string;
  environment: Environment;
}

const levels: Record<string, number> = { trace: 10, debug: 20, info: 30, warn: 40, error: 50, fatal: 60 };

/** @throws StartError naming the variable */
export function readConfiguration(root: string, given: Environment): Configuration {
  // An empty variable, as `.env` files have them, is an absent one.
  const environment = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
  const port = readPort(environment.PORT);
  const cluster = environment.CLUSTER ?? (environment.KUBECONFIG ? 'kubeconfig' : 'simulated');
  if (!['simulated', 'kubeconfig', 'in-cluster'].includes(cluster)) {
    throw new StartError(`CLUSTER is simulated, kubeconfig or in-cluster, not "${cluster}".`);
  }
  const log = environment.MINISPOD_LOG ?? 'warn';
  const shownLevel = levels[log];
  if (shownLevel === undefined) {
    throw new StartError(`MINISPOD_LOG is one of ${Object.keys(levels).join(', ')}, not "${log}".`);
  }
  const isSet = (...names: string[]) => names.some((name) => environment[name]);
  const midtrans = !isSet('MIDTRANS_SERVER_KEY', 'MIDTRANS_CORE_API_URL', 'MIDTRANS_SNAP_API_URL');
  return {
    root,
    dataDirectory: resolve(root, environment.MINISPOD_DATA_DIR ?? '.minispod'),
    ports: {
      api: port,
      midtrans: port + 1,
      mailbox: port + 2,
      kubernetes: port + 3,
      ingress: port + 4,
      smtp: port + 5,
      dns: port + 6,
      dnsPage: port + 7,
      tripay: port + 8,
    },
    local: {
      postgres: !environment.DATABASE_URL,
      midtrans,
      // Never beside a real gateway: play money would buy what others pay for.
      tripay:
        midtrans && !isSet('TRIPAY_MERCHANT_CODE', 'TRIPAY_API_KEY', 'TRIPAY_PRIVATE_KEY', 'TRIPAY_API_URL'),
      mailbox: !environment.SMTP_URL,
      cluster: cluster === 'simulated',
      // Domains that lead to a real cluster are those of the world.
      dns: cluster === 'simulated' && !environment.DNS_SERVER,
    },
    cluster,
    shownLevel,
    logLevel: environment.LOG_LEVEL ?? (shownLevel < 30 ? log : 'info'),
    environment,
  };
}

function readPort(value = '3000'): number {
  const port = Number(value);
  // The eight after it are for the sandboxes.
  if (Number.isInteger(port) && port >= 1 && port <= 65_527) return port;
  throw new StartError(`PORT is a number from 1 to 65527, not "${value}".`);
}
