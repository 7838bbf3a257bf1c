import type { CategoryServicesInput, ServiceSummary } from '@minispod/contracts/catalog';
import type { List } from '@minispod/contracts/shared';
import { ServiceCategory } from '@minispod/database/entities/service-category.entity';
import type { Reader } from '@minispod/database/transaction';
import type { z } from 'zod';
import { notFound } from '../errors.js';
import { listOffered } from './offered-services.js';

/** What a category offers. Throws NOT_FOUND for a category that is not shown. */
export async function listServices(
  reader: Reader,
  { categorySlug, ...selection }: z.infer<typeof CategoryServicesInput>,
): Promise<List<ServiceSummary>> {
  const category = await reader.findOneBy(ServiceCategory, { slug: categorySlug, isActive: true });
  if (!category) throw notFound('Category');
  return listOffered(reader, {
    ...selection,
    conditions: ['s.category_id = $1'],
    parameters: [category.id],
  });
}
