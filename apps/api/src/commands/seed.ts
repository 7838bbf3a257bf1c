import { seedCatalog } from '@minispod/database/seed/catalog';
import { ensurePerson } from '@minispod/domain/account/ensure-person';
import type { DataSource } from 'typeorm';
import type { CommandEnv } from '../env.js';

const PEOPLE = [
  { name: 'Administrator', email: 'admin@minispod.local', role: 'ADMINISTRATOR', password: 'ADMIN_PASSWORD' },
  { name: 'Customer', email: 'customer@minispod.local', role: 'USER', password: 'CUSTOMER_PASSWORD' },
  {
    name: 'Super Administrator',
    email: 'superadmin@minispod.local',
    role: 'SUPER_ADMINISTRATOR',
    password: 'SUPER_ADMIN_PASSWORD',
  },
] as const;

/** Puts in what is missing of the catalog and the three people, and offers the templates' versions. See seedCatalog. */
export async function seed(dataSource: DataSource, env: CommandEnv) {
  const now = new Date();
  const catalog = await seedCatalog(dataSource, now, env.TEMPLATES_DIR);
  const people: string[] = [];
  const withoutPassword: string[] = [];
  for (const { password: variable, ...person } of PEOPLE) {
    const password = env[variable];
    if (password === undefined) withoutPassword.push(`${person.email} (${variable} is not set)`);
    else if (await ensurePerson(dataSource, { ...person, password }, now)) people.push(person.email);
  }
  return { ...catalog, people, ...(withoutPassword.length > 0 && { withoutPassword }) };
}
