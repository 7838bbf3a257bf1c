import { reseal as resealAll } from '@minispod/domain/encryption/reseal';
import { ConfigurationError } from '@minispod/process/env';
import type { DataSource } from 'typeorm';
import type { CommandEnv } from '../env.js';

/** Seals what is encrypted again with the first key of ENCRYPTION_KEY; after that the others can be taken out of it. */
export async function reseal(dataSource: DataSource, { ENCRYPTION_KEY }: CommandEnv) {
  if (!ENCRYPTION_KEY)
    throw new ConfigurationError('ENCRYPTION_KEY: set the new key, a comma and the former one');
  return { resealed: await resealAll(dataSource, ENCRYPTION_KEY) };
}
