import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, soon, startApi } from './testing/start-api.js';

let api: Api;
beforeAll(async () => {
  api = await startApi();
  await listening();
});
afterAll(() => api.close());

/** Answers are kept only while the listener hears of changes. */
const listening = () =>
  soon(async () => {
    await get('/api/catalog/categories');
    expect(api.services.answers.peek('/api/catalog/categories')).not.toBeNull();
  });

async function get(url: string) {
  const { status, body, headers } = await api.ask('GET', url);
  return { status, data: body?.data, error: body?.error, headers };
}

describe('the catalog', () => {
  test('has its categories in both languages, with what they offer', async () => {
    const { data } = await get('/api/catalog/categories');
    expect(
      data.items.map(({ slug, serviceCount }: { slug: string; serviceCount: number }) => [
        slug,
        serviceCount,
      ]),
    ).toEqual([
      ['automation', 1],
      ['publishing', 2],
      ['databases', 2],
      ['development', 1],
      ['monitoring', 1],
      ['analytics', 1],
      ['security', 1],
      ['storage', 1],
    ]);
    expect(data.items[0].translations.id.name).toBe('Otomatisasi');
  });

  test('lists a category and knows no category that is not there', async () => {
    const { data } = await get('/api/catalog/categories/automation/services?limit=5&sort=price');
    expect(data).toMatchObject({ page: 1, limit: 5, total: 1 });
    expect(data.items[0]).toMatchObject({
      slug: 'n8n',
      kind: 'APP',
      category: { slug: 'automation' },
      planCount: 3,
    });
    expect((await get('/api/catalog/categories/nothing/services')).error.code).toBe('NOT_FOUND');
  });

  test('shows a service with its plans and what is free', async () => {
    const { status, data } = await get('/api/catalog/services/n8n');
    expect(status).toBe(200);
    expect(data.plans.map(({ planType }: { planType: string }) => planType)).toEqual([
      'BASIC',
      'PRO',
      'PREMIUM',
    ]);
    expect(data.plans[0]).toMatchObject({ monthlyPrice: 50_000, availableQuota: 100, totalQuota: 100 });
    expect(data).toMatchObject({ protocol: 'http', category: { slug: 'automation' } });
    expect(data).not.toHaveProperty('template');
    expect((await get('/api/catalog/services/nothing')).error.code).toBe('NOT_FOUND');
  });

  test('has every plan of every template', async () => {
    const { data } = await get('/api/catalog/search');
    expect(data.total).toBe(10);
    expect(data.items.reduce((sum: number, { planCount }: { planCount: number }) => sum + planCount, 0)).toBe(
      23,
    );
  });

  test.each([
    ['q=N8N', ['n8n']],
    ['q=otomatiskan', ['n8n']],
    ['q=webhook%20automate', ['n8n']],
    ['q=webhook%20nothing', []],
    ['tag=Workflow', ['n8n']],
    ['tag=work', []],
    ['category=databases', ['postgresql', 'valkey']],
    ['category=nothing', []],
    ['maxPrice=0', ['postgresql', 'valkey']],
    ['q=%25', []],
    ['q=_', []],
    ['q=%5C', []],
    ["q='%20OR%201=1--", []],
    ['page=2&limit=100', []],
  ])('search?%s finds %j', async (query, slugs) => {
    const { status, data } = await get(`/api/catalog/search?${query}`);
    expect(status).toBe(200);
    expect(data.items.map(({ slug }: { slug: string }) => slug)).toEqual(slugs);
    if (query.startsWith('page')) expect(data.total).toBe(10);
  });

  test('pages through everything once', async () => {
    const pages = await Promise.all(
      [1, 2, 3, 4].map((page) => get(`/api/catalog/search?limit=3&page=${page}`)),
    );
    const slugs = pages.flatMap(({ data }) => data.items.map(({ slug }: { slug: string }) => slug));
    expect(slugs).toHaveLength(10);
    expect(new Set(slugs).size).toBe(10);
  });

  test.each([
    ['/api/catalog/search?limit=101', 'limit'],
    ['/api/catalog/search?page=0', 'page'],
    ['/api/catalog/search?page=x', 'page'],
    ['/api/catalog/search?sort=name', 'sort'],
    ['/api/catalog/search?q=a&q=b', 'q'],
    ['/api/catalog/search?q=%00', 'q'],
    ['/api/catalog/search?maxPrice=1.5', 'maxPrice'],
    ['/api/catalog/categories?all=1', 'all'],
    ['/api/catalog/services/n8n?serviceSlug=ghost', 'serviceSlug'],
    ['/api/catalog/categories/automation/services?sort=random', 'sort'],
  ])('%s is refused, naming the field', async (url, field) => {
    const { status, error } = await get(url);
    expect(status).toBe(400);
    expect(Object.keys(error.details)).toEqual([field]);
  });

  test('hides what is not for sale', async () => {
    const hide = async (statement: string, undo: string) => {
      await api.dataSource.query(statement);
      await soon(async () => expect((await get('/api/catalog/services/ghost')).status).toBe(404));
      expect((await get('/api/catalog/search?q=ghost')).data.total).toBe(0);
      await api.dataSource.query(undo);
      await soon(async () => expect((await get('/api/catalog/services/ghost')).status).toBe(200));
    };
    const ghost = "WHERE slug = 'ghost'";
    await hide(
      `UPDATE services SET is_active = false ${ghost}`,
      `UPDATE services SET is_active = true ${ghost}`,
    );
    await hide(
      `UPDATE services SET is_public = false ${ghost}`,
      `UPDATE services SET is_public = true ${ghost}`,
    );
    const plans = `WHERE service_id = (SELECT id FROM services ${ghost})`;
    await hide(
      `UPDATE service_plans SET is_active = false ${plans}`,
      `UPDATE service_plans SET is_active = true ${plans}`,
    );
    await hide(
      "UPDATE service_categories SET is_active = false WHERE slug = 'publishing'",
      "UPDATE service_categories SET is_active = true WHERE slug = 'publishing'",
    );
  });
});

describe('kept answers', () => {
  const url = '/api/catalog/services/n8n';
  const available = async () => (await get(url)).data.plans[0].availableQuota as number;
  const take = (count: number) =>
    api.dataSource.query(
      "UPDATE service_plans SET used_quota = $1 WHERE plan_type = 'BASIC' AND service_id = (SELECT id FROM services WHERE slug = 'n8n')",
      [count],
    );

  test('are the same bytes until the catalog changes', async () => {
    await get(url);
    const kept = api.services.answers.peek(url);
    expect(kept).not.toBeNull();
    await get(url);
    expect(api.services.answers.peek(url)).toBe(kept);
  });

  test('end with every commit, and what is then shown is what was committed', async () => {
    for (let used = 1; used <= 50; used++) {
      await Promise.all([take(used), ...Array.from({ length: 8 }, () => get(url))]);
      await soon(async () => expect(await available()).toBe(100 - used));
      // From the first right answer on there is no wrong one.
      expect(await Promise.all(Array.from({ length: 8 }, available))).toEqual(Array(8).fill(100 - used));
    }
  });

  test('loaded before a change are not kept after it', async () => {
    const { answers } = api.services;
    let finish = (_: Buffer) => {};
    const old = answers.get('/slow', () => new Promise((resolve) => (finish = resolve)));
    answers.forget();
    const fresh = answers.get('/slow', async () => Buffer.from('new'));
    finish(Buffer.from('old'));
    expect((await old).toString()).toBe('old');
    expect((await fresh).toString()).toBe('new');
    expect(answers.peek('/slow')?.toString()).toBe('new');
  });

  test('are not kept while nobody would hear of a change', async () => {
    const admin = new pg.Client({ connectionString: api.databaseUrl });
    await admin.connect();
    await get(url);
    await admin.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'minispod-api-listener' AND datname = current_database()",
    );
    await soon(() => expect(api.services.answers.peek(url)).toBeNull());
    await take(60);
    expect(await available()).toBe(40);
    await admin.end();
    await listening();
  });
});
