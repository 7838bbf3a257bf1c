import type { BillingCycle } from '@minispod/contracts/catalog';
import { Service } from '@minispod/database/entities/service.entity';
import { ServicePlan } from '@minispod/database/entities/service-plan.entity';
import { ServiceVersion } from '@minispod/database/entities/service-version.entity';
import type { Reader } from '@minispod/database/transaction';
import { DomainError } from '../errors.js';
import { type Price, priceOf } from './rules/price.js';

export interface Offer {
  plan: ServicePlan;
  service: Service;
  /** The one that a new instance begins with. */
  version: ServiceVersion;
  price: Price;
}

/** What is for sale under this plan and cycle, at its price now. INVALID_PLAN when it is not, or no longer. */
export async function findOffer(reader: Reader, planId: string, cycle: BillingCycle): Promise<Offer> {
  const plan = await reader.findOneBy(ServicePlan, { id: planId, isActive: true });
  const service = plan && (await reader.findOneBy(Service, { id: plan.serviceId, isActive: true }));
  const version = service && (await newestVersion(reader, service));
  if (!plan || !service || !version) throw new DomainError('INVALID_PLAN', 'This plan is not for sale');
  const price = priceOf(plan, service.name, cycle);
  if (!price) throw new DomainError('INVALID_PLAN', 'This plan is not sold by the year');
  return { plan, service, version, price };
}

/** The version that new instances of a service begin with; null when it has none. */
export async function newestVersion(
  reader: Reader,
  { id, version }: Pick<Service, 'id' | 'version'>,
): Promise<ServiceVersion | null> {
  return reader.findOneBy(ServiceVersion, { serviceId: id, version });
}
