import { billingEnv } from '@minispod/process/billing-env';
import { databaseEnv, portEnv, processEnv, readEnv, redisEnv } from '@minispod/process/env';
import { gatewayFaults } from '@minispod/process/gateways';
import { midtransEnv } from '@minispod/process/midtrans-env';
import { tripayEnv } from '@minispod/process/tripay-env';

const shape = {
  ...processEnv,
  ...databaseEnv,
  ...redisEnv,
  ...billingEnv,
  ...midtransEnv,
  ...tripayEnv,
  HEALTH_PORT: portEnv.optional(),
};

/** The environment of this worker, checked. Throws ConfigurationError. */
export function readRenewalEnv() {
  return readEnv(shape, gatewayFaults);
}
