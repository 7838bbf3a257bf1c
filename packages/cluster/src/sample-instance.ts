import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ServiceTemplateSchema } from '@minispod/contracts/service-template';
import type { DesiredInstance } from '@minispod/domain/ports/cluster';
import { parse } from 'yaml';

/** An instance of a shipped template for tests: the plan's least, alone in its namespace, with made-up secrets. */
export function sampleInstance(
  slug: 'n8n' | 'ghost' | 'postgresql',
  overrides: Partial<DesiredInstance> = {},
): DesiredInstance {
  const file = new URL(`../../database/templates/${slug}.yaml`, import.meta.url);
  const template = ServiceTemplateSchema.parse(parse(readFileSync(file, 'utf8')));
  const resources = { cpuMilli: 100, memoryMb: 128, storageGb: 1 };
  const instanceId = overrides.instanceId ?? randomUUID();
  return {
    instanceId,
    subscriptionId: randomUUID(),
    userId: randomUUID(),
    template,
    resources,
    tenant: { ...resources, instances: 1 },
    subdomain: `${slug}-${instanceId.slice(0, 8)}`,
    env: {},
    secrets: Object.fromEntries(Object.keys(template.secrets).map((name) => [name, `not-a-real-${name}`])),
    running: true,
    ...overrides,
  };
}
