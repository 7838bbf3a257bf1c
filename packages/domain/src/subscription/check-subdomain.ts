import { ServiceInstance } from '@minispod/database/entities/service-instance.entity';
import type { Reader } from '@minispod/database/transaction';
import { IsNull } from 'typeorm';
import { isHeld } from '../instance/address.js';
import { isReservedSubdomain } from '../instance/rules/subdomain.js';

/** Whether an address is free now for this customer; subscribing settles it. `appsDomain` is APPS_DOMAIN. */
export async function checkSubdomain(
  reader: Reader,
  userId: string,
  subdomain: string,
  appsDomain: string,
  now: Date,
): Promise<{ available: boolean; host: string }> {
  const taken =
    isReservedSubdomain(subdomain) ||
    (await reader.existsBy(ServiceInstance, { subdomain, releasedAt: IsNull() })) ||
    (await isHeld(reader, userId, subdomain, now));
  return { available: !taken, host: `${subdomain}.${appsDomain}` };
}
