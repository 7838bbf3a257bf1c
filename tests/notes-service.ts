import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const both = (text: string) => ({ en: text, id: text });

/** A plan's amounts are small: a test's cluster has one small node. */
const plan = { cpuMilli: 100, memoryMb: 64, storageGb: 1, totalQuota: 50, yearlyPrice: 1_000_000 };

/**
 * A service as an operator adds one: a file in their own directory. Pro allows what Basic does not, with the same
 * volume; Premium has a larger one.
 */
export function offerNotes(directory: string, slug: string, name: string, image: string): void {
  const template = {
    slug,
    name,
    category: 'automation',
    summary: both('Keeps a note.'),
    description: both('Keeps a note on its volume.'),
    icon: 'n8n',
    documentation: 'https://example.test/notes',
    version: image.slice(image.lastIndexOf(':') + 1),
    image,
    protocol: 'http',
    port: 8080,
    minimum: { cpuMilli: 50, memoryMb: 64, storageGb: 1 },
    volume: { mountPath: '/data' },
    security: { runAsUser: 1000, fsGroup: 1000 },
    probes: { readiness: { httpPath: '/', periodSeconds: 1, failureThreshold: 30 } },
    // Read by the stand-in that answers for every image of the real test cluster, and by nothing else.
    env: { STANDIN_PORTS: '8080', NOTES_URL: `\${instance.url}` },
    backup: {
      command: ['cat', '/data/note'],
      restore: { command: ['sh', '-c', 'cat > /data/note'], when: 'before-start' },
      fileExtension: 'txt',
    },
    firstRun: both('Write something down.'),
    sources: ['made up for a test'],
    plans: [
      {
        ...plan,
        name: 'Basic',
        planType: 'BASIC',
        description: both('One.'),
        monthlyPrice: 10_000,
        maxDomains: 0,
      },
      {
        ...plan,
        name: 'Pro',
        planType: 'PRO',
        description: both('Two.'),
        monthlyPrice: 20_000,
        cpuMilli: 150,
        memoryMb: 96,
        maxInstancesPerUser: 2,
        maxDomains: 1,
      },
      {
        ...plan,
        name: 'Premium',
        planType: 'PREMIUM',
        description: both('Larger.'),
        monthlyPrice: 40_000,
        cpuMilli: 150,
        memoryMb: 96,
        storageGb: 2,
        maxInstancesPerUser: 2,
        maxDomains: 1,
      },
    ],
  };
  // JSON is YAML.
  writeFileSync(join(directory, `${slug}.yaml`), JSON.stringify(template));
}
