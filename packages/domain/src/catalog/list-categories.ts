import type { CategoryView } from '@minispod/contracts/catalog';
import type { Reader } from '@minispod/database/transaction';
import { OFFERED } from './offered-services.js';

/** Active categories in their order, with how many services each offers. */
export async function listCategories(reader: Reader): Promise<{ items: CategoryView[] }> {
  const items: CategoryView[] = await reader.query(
    `SELECT k.id, k.name, k.slug, k.description, k.icon, k.sort_order AS "sortOrder",
            json_build_object('id', json_build_object(
              'name', coalesce(k.translations #>> '{id,name}', k.name),
              'description', coalesce(k.translations #>> '{id,description}', k.description))) AS translations,
            (SELECT count(*) FROM ${OFFERED} WHERE s.category_id = k.id) AS "serviceCount"
       FROM service_categories k
      WHERE k.is_active
      ORDER BY k.sort_order, lower(k.name)`,
  );
  return { items };
}
