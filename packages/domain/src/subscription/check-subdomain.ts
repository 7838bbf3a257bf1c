import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import type { Reader } from '@minispod/database/transaction';
import { IsNull } from 'typeorm';
import { isReservedSubdomain } from '../instance/rules/subdomain.js';

/** Whether an address is free now; subscribing settles it. `appsDomain` is APPS_DOMAIN. */
export async function checkSubdomain(
  reader: Reader,
  subdomain: string,
  appsDomain: string,
): Promise<{ available: boolean; host: string }> {
  const taken =
    isReservedSubdomain(subdomain) ||
    (await reader.existsBy(ServiceInstance, { subdomain, releasedAt: IsNull() }));
  return { available: !taken, host: `${subdomain}.${appsDomain}` };
}
