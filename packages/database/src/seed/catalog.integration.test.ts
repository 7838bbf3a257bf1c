import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { seedCatalog } from './catalog.js';
import { CATEGORIES } from './categories.js';

const templates = new URL('../../templates/', import.meta.url);
const slugs = (await readdir(templates)).map((name) => name.replace('.yaml', '')).sort();
const nothing = { categories: [], services: [], versions: [], corrected: [] };

let database: TestDatabase;
let operators: string;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  operators = await mkdtemp(join(tmpdir(), 'minispod-templates-'));
  return () => rm(operators, { recursive: true });
});
afterAll(() => database.drop());

const rows = (table: string) => database.dataSource.query(`SELECT * FROM ${table} ORDER BY id`);
const everything = () => Promise.all(['service_categories', 'services', 'service_plans'].map(rows));
const seed = (directory?: string) => seedCatalog(database.dataSource, new Date(), directory);

/** The operator's own file, made of Ghost's. */
async function write(name: string, replacements: Record<string, string>): Promise<void> {
  const ghost = await readFile(new URL('ghost.yaml', templates), 'utf8');
  const text = Object.entries(replacements).reduce((text, [find, put]) => text.replaceAll(find, put), ghost);
  expect(text).not.toBe(ghost);
  await writeFile(join(operators, name), text);
}

async function ghost() {
  const [service] = await database.dataSource.query(
    "SELECT version, docker_image, template->>'version' AS template FROM services WHERE slug = 'ghost'",
  );
  const versions = await database.dataSource.query(
    `SELECT v.version, v.template->>'image' AS image FROM service_versions v JOIN services s ON s.id = v.service_id
      WHERE s.slug = 'ghost' ORDER BY v.version`,
  );
  return { service, versions };
}

test('five at once put everything in once', async () => {
  const seeded = await Promise.all(Array.from({ length: 5 }, () => seed()));
  expect(seeded.flatMap(({ services }) => services).sort()).toEqual(slugs);
  expect(await rows('service_categories')).toHaveLength(CATEGORIES.length);
  expect(await rows('services')).toHaveLength(slugs.length);
  expect(await rows('service_versions')).toHaveLength(slugs.length);
  expect(await rows('service_plans')).toHaveLength(23);
});

test("a later seed leaves everything as the operator has it, what they deleted of a service's plans included", async () => {
  const { dataSource } = database;
  await dataSource.query(
    "UPDATE service_plans SET total_quota = 7, used_quota = 3, monthly_price = 1 WHERE plan_type = 'PRO'",
  );
  await dataSource.query("UPDATE services SET is_public = false, name = 'Ours' WHERE slug = 'n8n'");
  await dataSource.query("DELETE FROM service_plans WHERE plan_type = 'PREMIUM'");
  const before = await everything();
  expect(await seed()).toEqual(nothing);
  expect(await everything()).toEqual(before);
});

test('a new version is offered beside the old one, at the prices and texts that the operator has', async () => {
  const before = await ghost();
  await write('ours.yaml', {
    '6.56.0': '6.57.0',
    'monthlyPrice: 45000': 'monthlyPrice: 46000',
    'fast blog': 'slow blog',
  });
  const [, , plans] = await everything();
  expect(await seed(operators)).toEqual({ ...nothing, versions: ['ghost 6.57.0'] });
  expect(await ghost()).toEqual({
    service: { version: '6.57.0', docker_image: 'docker.io/library/ghost:6.57.0-alpine', template: '6.57.0' },
    versions: [...before.versions, { version: '6.57.0', image: 'docker.io/library/ghost:6.57.0-alpine' }],
  });
  expect((await everything())[2]).toEqual(plans);
  expect(await rows('services')).not.toContainEqual(expect.objectContaining({ description: /slow/ }));
  expect(await seed(operators)).toEqual(nothing);
});

test('going back to an older file offers the older version again, and keeps both', async () => {
  expect(await seed()).toEqual(nothing);
  const { service, versions } = await ghost();
  expect(service.version).toBe('6.56.0');
  expect(versions).toHaveLength(2);
});

test('a file that was corrected under the same version corrects it', async () => {
  await write('ours.yaml', { 'failureThreshold: 80': 'failureThreshold: 90' });
  expect(await seed(operators)).toEqual({ ...nothing, corrected: ['ghost 6.56.0'] });
  const startup = "template->'probes'->'startup'->>'failureThreshold'";
  const kept = await database.dataSource.query(
    `SELECT version, ${startup} AS startup FROM service_versions WHERE template->>'slug' = 'ghost'
      UNION ALL SELECT 'service', ${startup} FROM services WHERE slug = 'ghost' ORDER BY 1`,
  );
  expect(kept).toEqual([
    { version: '6.56.0', startup: '90' },
    { version: '6.57.0', startup: '80' },
    { version: 'service', startup: '90' },
  ]);
});

test("an operator's own service comes with its plans", async () => {
  await write('blog.yaml', { 'slug: ghost': 'slug: our-blog', 'name: Ghost': 'name: Our blog' });
  expect((await seed(operators)).services).toEqual(['our-blog']);
  const [{ plans }] = await database.dataSource.query(
    "SELECT count(*)::int AS plans FROM service_plans p JOIN services s ON s.id = p.service_id WHERE s.slug = 'our-blog'",
  );
  expect(plans).toBe(2);
});

test('the mistakes of every file are told, and nothing is changed by any', async () => {
  await write('a.yaml', { 'category: publishing': 'category: poetry' });
  await write('b.yaml', { 'port: 2368': 'port: none', '6.56.0': '6.58.0' });
  await write('c.yaml', { 'slug: ghost': 'slug: twice' });
  await write('d.yaml', { 'slug: ghost': 'slug: twice' });
  const before = [...(await everything()), await rows('service_versions')];
  await expect(seed(operators)).rejects.toThrow(
    /^a\.yaml:4 category: there is no "poetry" among automation.*\nb\.yaml:\d+ port: .*\nd\.yaml slug: c\.yaml has "twice"/,
  );
  expect([...(await everything()), await rows('service_versions')]).toEqual(before);
});
