import type { ServiceTemplate, TemplateProbe } from '@minispod/contracts/service-template';

export type Path = readonly PropertyKey[];

export interface Finding {
  path: Path;
  message: string;
}

/** What only shows when fields of a template are seen together; none when it can be offered. */
export function crossChecks(template: ServiceTemplate): Finding[] {
  return [
    ...sidecarFindings(template),
    ...probeFindings(template),
    ...referenceFindings(template),
    ...unusedSecrets(template),
    ...mountFindings(template),
    ...securityFindings(template),
    ...backupFindings(template),
    ...planFindings(template),
    ...priceFindings(template),
  ];
}

/** The app and its sidecars, each with where it stands in the file. */
function containersOf(template: ServiceTemplate) {
  return [
    { path: [] as Path, name: 'app', container: template },
    ...template.sidecars.map((container, index) => {
      return { path: ['sidecars', index] as Path, name: container.name, container };
    }),
  ];
}

function sidecarFindings(template: ServiceTemplate): Finding[] {
  const containers = containersOf(template);
  const findings = containers.flatMap(({ path, name, container: { port } }, index) => {
    const before = containers.slice(0, index);
    const sameName = before.some((other) => other.name === name);
    const samePort = before.find((other) => port !== undefined && other.container.port === port);
    return [
      ...(sameName ? [{ path: [...path, 'name'], message: `there is another container "${name}"` }] : []),
      ...(samePort ? [{ path: [...path, 'port'], message: `"${samePort.name}" listens on it already` }] : []),
    ];
  });
  const sums = (['cpuPercent', 'memoryPercent'] as const).flatMap((share) => {
    const sum = template.sidecars.reduce((total, sidecar) => total + sidecar.share[share], 0);
    return sum <= 90
      ? []
      : [
          {
            path: ['sidecars'],
            message: `together they take ${sum} ${share}, at most 90 leave the app some`,
          },
        ];
  });
  return [...findings, ...sums];
}

function probeFindings(template: ServiceTemplate): Finding[] {
  return containersOf(template).flatMap(({ path, container: { probes, port } }) =>
    Object.entries(probes).flatMap(([name, probe]: [string, TemplateProbe | undefined]) => {
      if (!probe) return [];
      const at = [...path, 'probes', name];
      const ways = [probe.httpPath, probe.tcp, probe.exec].filter(Boolean).length;
      if (ways !== 1) return [{ path: at, message: 'needs exactly one of httpPath, tcp: true and exec' }];
      return probe.exec || port !== undefined
        ? []
        : [{ path: at, message: 'asks a port, and none is given' }];
    }),
  );
}

const REFERENCE = /\$\{([^}]*)\}/g;

function referenceFindings(template: ServiceTemplate): Finding[] {
  const secrets = Object.keys(template.secrets).map((name) => `secret.${name}`);
  const always = new Set(['instance.id', 'instance.address', ...secrets]);
  const inVariables = new Set([...always, 'instance.host']);
  if (template.protocol === 'http') inVariables.add('instance.url');
  return textsOf(template).flatMap(({ path, text }) => {
    const known = path[0] === 'connectionString' ? always : inVariables;
    return [...text.matchAll(REFERENCE)].flatMap(([reference, name = '']) =>
      known.has(name) ? [] : [{ path, message: `${reference} does not exist here` }],
    );
  });
}

/** Every text in which a reference is replaced. */
function textsOf(template: ServiceTemplate): { path: Path; text: string }[] {
  const variables = containersOf(template).flatMap(({ path, container: { env } }) =>
    Object.entries(env).map(([name, text]) => ({ path: [...path, 'env', name], text })),
  );
  const { connectionString } = template;
  return connectionString === undefined
    ? variables
    : [...variables, { path: ['connectionString'], text: connectionString }];
}

function unusedSecrets(template: ServiceTemplate): Finding[] {
  const texts = textsOf(template).map(({ text }) => text);
  return Object.keys(template.secrets).flatMap((name) =>
    texts.some((text) => text.includes(`\${secret.${name}}`))
      ? []
      : [{ path: ['secrets', name], message: 'nothing uses it' }],
  );
}

/** Two mounts of a container where one hides what is in the other. */
function mountFindings(template: ServiceTemplate): Finding[] {
  return containersOf(template).flatMap(({ path, container: { volume, scratch } }) => {
    const mounts = [
      ...(volume ? [{ at: [...path, 'volume', 'mountPath'], directory: volume.mountPath }] : []),
      ...scratch.map((directory, index) => ({ at: [...path, 'scratch', index], directory })),
    ];
    return mounts.flatMap(({ at, directory }, index) =>
      mounts
        .slice(0, index)
        .flatMap((other) =>
          isWithin(directory, other.directory) || isWithin(other.directory, directory)
            ? [{ path: at, message: `${directory} and ${other.directory} are within one another` }]
            : [],
        ),
    );
  });
}

const isWithin = (inner: string, outer: string) => `${inner}/`.startsWith(`${outer}/`);

function securityFindings({ security: { podSecurity, podSecurityReason } }: ServiceTemplate): Finding[] {
  return podSecurity === 'baseline' && podSecurityReason === undefined
    ? [{ path: ['security', 'podSecurity'], message: 'baseline needs a podSecurityReason' }]
    : [];
}

function backupFindings({ backup, sidecars }: ServiceTemplate): Finding[] {
  return backup?.container === undefined || sidecars.some(({ name }) => name === backup.container)
    ? []
    : [{ path: ['backup', 'container'], message: `there is no sidecar "${backup.container}"` }];
}

function planFindings({ minimum, plans }: ServiceTemplate): Finding[] {
  const resources = ['cpuMilli', 'memoryMb', 'storageGb'] as const;
  return plans.flatMap((plan, index) =>
    resources.flatMap((resource) =>
      plan[resource] >= minimum[resource]
        ? []
        : [{ path: ['plans', index, resource], message: `less than the minimum of ${minimum[resource]}` }],
    ),
  );
}

const TIERS = ['FREE', 'BASIC', 'PRO', 'PREMIUM', 'ENTERPRISE'];

/** A higher tier that costs less than a lower one is a digit too few. */
function priceFindings({ plans }: ServiceTemplate): Finding[] {
  const tier = ({ planType }: ServiceTemplate['plans'][number]) => TIERS.indexOf(planType);
  return plans.flatMap((plan, index) => {
    const dearer = plans.find((other) => tier(other) < tier(plan) && other.monthlyPrice > plan.monthlyPrice);
    return dearer
      ? [
          {
            path: ['plans', index, 'monthlyPrice'],
            message: `less than ${dearer.name}, which is a lower tier`,
          },
        ]
      : [];
  });
}
