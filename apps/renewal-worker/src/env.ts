import { billingEnv } from '@minispod/process/billing-env';
import { databaseEnv, portEnv, processEnv, readEnv, redisEnv } from '@minispod/process/env';
import { midtransEnv, midtransFaults } from '@minispod/process/midtrans-env';

const shape = {
  ...processEnv,
  ...databaseEnv,
  ...redisEnv,
  ...billingEnv,
  ...midtransEnv,
  HEALTH_PORT: portEnv.optional(),
};

/** The environment of this worker, checked. Throws ConfigurationError. */
export function readRenewalEnv() {
  return readEnv(shape, midtransFaults);
}
