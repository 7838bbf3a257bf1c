import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedCatalog } from './catalog.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const rows = (table: string) => database.dataSource.query(`SELECT * FROM ${table} ORDER BY id`);

test('five at once put everything in once', async () => {
  const now = new Date();
  const seeded = await Promise.all(Array.from({ length: 5 }, () => seedCatalog(database.dataSource, now)));
  expect(seeded.flatMap(({ services }) => services).sort()).toEqual(['ghost', 'n8n', 'postgresql']);
  expect(await rows('service_categories')).toHaveLength(3);
  expect(await rows('services')).toHaveLength(3);
  expect(await rows('service_plans')).toHaveLength(7);
});

test("a later seed leaves everything as the operator has it, what they deleted of a service's plans included", async () => {
  const { dataSource } = database;
  await dataSource.query(
    "UPDATE service_plans SET total_quota = 7, used_quota = 3, monthly_price = 1 WHERE plan_type = 'PRO'",
  );
  await dataSource.query(
    "UPDATE services SET is_public = false, name = 'Ours', docker_image = 'ours:1' WHERE slug = 'n8n'",
  );
  await dataSource.query("DELETE FROM service_plans WHERE plan_type = 'PREMIUM'");
  const before = [await rows('service_categories'), await rows('services'), await rows('service_plans')];
  expect(await seedCatalog(dataSource, new Date())).toEqual({ categories: [], services: [] });
  expect([await rows('service_categories'), await rows('services'), await rows('service_plans')]).toEqual(
    before,
  );
});
