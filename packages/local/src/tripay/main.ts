import { pino } from 'pino';
import { readEnv } from './env.js';
import { startTripaySandbox } from './server.js';

const logger = pino({ name: 'tripay-sandbox' });

try {
  const sandbox = await startTripaySandbox({ ...readEnv(), logger });
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await sandbox.close();
    logger.info('stopped');
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
} catch (error) {
  logger.fatal({ err: error }, 'Tripay sandbox could not start');
  process.exitCode = 1;
}
