import { pino } from 'pino';
import { readEnv } from './env.js';
import { startMidtransSandbox } from './server.js';

const logger = pino({ name: 'midtrans-sandbox' });

try {
  const sandbox = await startMidtransSandbox({ ...readEnv(), logger });
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await sandbox.close();
    logger.info('stopped');
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
} catch (error) {
  logger.fatal({ err: error }, 'Midtrans sandbox could not start');
  process.exitCode = 1;
}
