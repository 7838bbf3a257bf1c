import { databaseEnv, portEnv, processEnv, readEnv, redisEnv } from '@minispod/process/env';
import { midtransEnv, midtransFaults } from '@minispod/process/midtrans-env';

const shape = { ...processEnv, ...databaseEnv, ...redisEnv, ...midtransEnv, HEALTH_PORT: portEnv.optional() };

/** The environment of this worker, checked. Throws ConfigurationError. */
export function readRenewalEnv() {
  return readEnv(shape, midtransFaults);
}
