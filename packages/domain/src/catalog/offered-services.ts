import type { ServiceSummary } from '@minispod/contracts/catalog';
import type { List } from '@minispod/contracts/shared';
import type { Reader } from '@minispod/database/transaction';

/**
 * Services that can be ordered: active and public, in an active category, with an active plan. `p` sums up their active
 * plans.
 */
export const OFFERED = `
  services s
  JOIN service_categories c ON c.id = s.category_id AND c.is_active
  JOIN LATERAL (
    SELECT min(monthly_price) AS from_price, sum(total_quota - used_quota - kept_quota) AS available, count(*) AS plans
      FROM service_plans WHERE service_id = s.id AND is_active HAVING count(*) > 0
  ) p ON s.is_active AND s.is_public`;

const ORDERS = {
  featured: 's.is_featured DESC, s.sort_order, lower(s.name), s.id',
  name: 'lower(s.name), s.id',
  price: 'p.from_price, lower(s.name), s.id',
  newest: 's.created_at DESC, s.id',
};

interface Selection {
  /** SQL over s, c and p with $1… for `parameters`; all must hold. */
  conditions: string[];
  parameters: unknown[];
  sort: keyof typeof ORDERS;
  page: number;
  limit: number;
}

/** A page of offered services. */
export async function listOffered(reader: Reader, selection: Selection): Promise<List<ServiceSummary>> {
  const { conditions, parameters, sort, page, limit } = selection;
  const where = conditions.length ? `WHERE ${conditions.join(' AND ')}` : '';
  const [count]: { total: number }[] = await reader.query(
    `SELECT count(*) AS total FROM ${OFFERED} ${where}`,
    parameters,
  );
  const items: ServiceSummary[] = await reader.query(
    `SELECT s.id, s.name, s.slug, s.kind, s.description, s.icon, s.version, s.tags, s.is_featured AS "isFeatured",
            json_build_object('name', c.name, 'slug', c.slug) AS category,
            json_build_object('id', json_build_object(
              'description', coalesce(s.translations #>> '{id,description}', s.description))) AS translations,
            p.from_price AS "fromPrice", p.available AS "availableQuota", p.plans AS "planCount"
       FROM ${OFFERED} ${where}
      ORDER BY ${ORDERS[sort]}
      LIMIT $${parameters.length + 1} OFFSET $${parameters.length + 2}`,
    [...parameters, limit, (page - 1) * limit],
  );
  return { items, page, limit, total: count?.total ?? 0 };
}
