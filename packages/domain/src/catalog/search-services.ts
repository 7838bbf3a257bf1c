import type { SearchInput, ServiceSummary } from '@minispod/contracts/catalog';
import type { List } from '@minispod/contracts/shared';
import type { Reader } from '@minispod/database/transaction';
import { listOffered } from './offered-services.js';

/**
 * Services in which every word of `q` occurs, in any case and either language, in name, description or tags. `maxPrice`
 * (rupiah a month) is compared with the cheapest plan.
 */
export function searchServices(reader: Reader, input: SearchInput): Promise<List<ServiceSummary>> {
  const { q, category, tag, maxPrice, page, limit } = input;
  const conditions: string[] = [];
  const parameters: unknown[] = [];
  const add = (condition: (parameter: string) => string, value: unknown) => {
    parameters.push(value);
    conditions.push(condition(`$${parameters.length}`));
  };

  const words = q.split(/\s+/).filter(Boolean);
  if (words.length) add((patterns) => `${TEXT} ILIKE ALL (${patterns}::text[])`, words.map(containing));
  if (category !== undefined) add((slug) => `c.slug = ${slug}`, category);
  if (tag !== undefined) add((name) => `lower(${name}) IN (SELECT lower(t) FROM unnest(s.tags) t)`, tag);
  if (maxPrice !== undefined) add((price) => `p.from_price <= ${price}`, maxPrice);
  return listOffered(reader, { conditions, parameters, sort: 'featured', page, limit });
}

const TEXT = `concat_ws(' ', s.name, s.description, s.translations #>> '{id,description}', array_to_string(s.tags, ' '))`;

/** A pattern for text that contains `word` itself: LIKE's own signs stand for themselves. */
function containing(word: string): string {
  return `%${word.replace(/[\\%_]/g, '\\$&')}%`;
}
