import { backupEnv, backupFaults } from '@minispod/process/backup-env';
import { billingEnv } from '@minispod/process/billing-env';
import { clusterEnv, clusterFaults } from '@minispod/process/cluster-env';
import { domainEnv, domainFaults } from '@minispod/process/domain-env';
import {
  databaseEnv,
  encryptionKeyEnv,
  portEnv,
  processEnv,
  readEnv,
  redisEnv,
  secretFaults,
} from '@minispod/process/env';
import { z } from 'zod';

const shape = {
  ...processEnv,
  ...databaseEnv,
  ...redisEnv,
  ...billingEnv,
  ...clusterEnv,
  ...domainEnv,
  ...backupEnv,
  HEALTH_PORT: portEnv.optional(),
  ENCRYPTION_KEY: encryptionKeyEnv,
  PROVISION_TIMEOUT_SECONDS: z.coerce.number().int().min(5).max(3600).default(300),
};

/** The environment of this worker, checked. Throws ConfigurationError. */
export function readProvisioningEnv() {
  return readEnv(shape, (env) => ({
    ...clusterFaults(env),
    ...domainFaults(env),
    ...backupFaults(env),
    ...secretFaults({ ENCRYPTION_KEY: env.ENCRYPTION_KEY }),
  }));
}
