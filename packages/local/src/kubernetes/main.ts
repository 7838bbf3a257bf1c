import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { readEnv } from './env.js';
import { startSimulatedKubernetes } from './server.js';

const env = readEnv();
const logger = pino({ name: 'simulated-kubernetes', level: env.LOG_LEVEL });
const cluster = await startSimulatedKubernetes({
  port: env.SIM_KUBERNETES_PORT,
  ingressPort: env.SIM_INGRESS_PORT,
  directory: env.SIM_KUBERNETES_DIR,
  logger,
});
await writeFile(join(env.SIM_KUBERNETES_DIR, 'kubeconfig.yaml'), cluster.kubeconfig, { mode: 0o600 });
logger.info({ url: cluster.url, ingressUrl: cluster.ingressUrl }, 'the simulated cluster is ready');

const stop = (signal: NodeJS.Signals) => {
  logger.info({ signal }, 'stopping');
  cluster.close().catch((error: unknown) => {
    logger.error({ err: error }, 'could not stop cleanly');
    process.exitCode = 1;
  });
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
