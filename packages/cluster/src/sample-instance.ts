import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { ServiceTemplateSchema } from '@minispod/contracts/service-template';
import type { DesiredInstance } from '@minispod/domain/ports/cluster';
import { parse } from 'yaml';

const TEMPLATES = new URL('../../database/templates/', import.meta.url);

/** Slugs of every template that is shipped. */
export const shippedTemplates = readdirSync(TEMPLATES)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.replace('.yaml', ''))
  .sort();

/** An instance of a shipped template for tests: the plan's least, alone in its namespace, with made-up secrets. */
export function sampleInstance(slug: string, overrides: Partial<DesiredInstance> = {}): DesiredInstance {
  const template = ServiceTemplateSchema.parse(
    parse(readFileSync(new URL(`${slug}.yaml`, TEMPLATES), 'utf8')),
  );
  const resources = { cpuMilli: 100, memoryMb: 128, storageGb: 1 };
  const instanceId = overrides.instanceId ?? randomUUID();
  return {
    instanceId,
    subscriptionId: randomUUID(),
    userId: randomUUID(),
    template,
    resources,
    tenant: { ...resources, instances: 1 },
    volumeGeneration: 1,
    restartedAt: null,
    domains: [],
    mainUrl: null,
    isExposed: true,
    subdomain: `${slug}-${instanceId.slice(-8)}`,
    env: {},
    secrets: Object.fromEntries(Object.keys(template.secrets).map((name) => [name, `not-a-real-${name}`])),
    running: true,
    ...overrides,
  };
}
