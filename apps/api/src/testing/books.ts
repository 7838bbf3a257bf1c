import { deliveryRules } from '@minispod/domain/audit/delivery-rules';
import { audit } from '../commands/audit.js';
import type { Api } from './start-api.js';

/** Every rule of the audit that is broken, but for what waits for workers: where the API runs alone, nobody delivers. */
export async function brokenBooks({ dataSource }: Api): Promise<string[]> {
  const undelivered = new Set(deliveryRules.map(({ name }) => name));
  const { broken } = await audit(dataSource);
  return broken
    .filter(({ name }) => !undelivered.has(name))
    .map(({ name, findings }) => `${name}: ${findings}`);
}
