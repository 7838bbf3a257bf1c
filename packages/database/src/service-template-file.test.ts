import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CATEGORIES } from './seed/categories.js';
import { parseServiceTemplate, ServiceTemplateError } from './service-template-file.js';

const folder = new URL('../templates/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const shipped = readdirSync(folder).map((name) => parseServiceTemplate(read(name), name));
const ghost = read('ghost.yaml');
const wordpress = read('wordpress.yaml');

/** A reference as templates write it. */
const ref = (name: string) => `\${${name}}`;

/** The error of a template file in which one piece of text was replaced. */
function errorOf(find: string | RegExp, replacement: string): string {
  const changed = ghost.replace(find, replacement);
  expect(changed).not.toBe(ghost);
  try {
    parseServiceTemplate(changed, 'ghost.yaml');
  } catch (error) {
    expect(error).toBeInstanceOf(ServiceTemplateError);
    return (error as Error).message;
  }
  return 'accepted';
}

const lineWith = (text: string) => ghost.slice(0, ghost.indexOf(text)).split('\n').length;

describe('the shipped templates', () => {
  it('are these services, each in a category of the seed, under the name of its file', () => {
    expect(shipped.map(({ slug }) => `${slug}.yaml`)).toEqual(readdirSync(folder));
    expect(shipped.map(({ slug }) => slug)).toEqual([
      ...['ghost', 'gitea', 'metabase', 'minio', 'n8n', 'postgresql', 'uptime-kuma', 'valkey', 'vaultwarden'],
      'wordpress',
    ]);
    const categories = CATEGORIES.map(({ slug }) => slug);
    for (const { category } of shipped) expect(categories).toContain(category);
    expect(new Set(shipped.map(({ category }) => category))).toEqual(new Set(categories));
  });

  it('have one plan of each tier, and prices whose year costs ten months', () => {
    const plans = shipped.flatMap((template) => template.plans);
    for (const template of shipped) {
      const tiers = template.plans.map(({ planType }) => planType);
      expect(new Set(tiers).size).toBe(tiers.length);
    }
    for (const plan of plans) expect(plan.yearlyPrice).toBe(plan.monthlyPrice * 10);
  });

  it('meet the restricted standard with a read-only root file system, sidecars too', () => {
    for (const { security, sidecars } of shipped) {
      expect(security.podSecurity).toBe('restricted');
      for (const { readOnlyRootFilesystem } of [security, ...sidecars.map((sidecar) => sidecar.security)]) {
        expect(readOnlyRootFilesystem).toBe(true);
      }
    }
  });

  it('name the source of each image tag', () => {
    for (const { image, sidecars, sources } of shipped) {
      for (const { tag = '' } of [image, ...sidecars.map((sidecar) => sidecar.image)].map(
        (reference) => /:v?(?<tag>[^:]+)$/.exec(reference)?.groups ?? {},
      )) {
        expect(sources.join('\n')).toContain(tag);
      }
    }
  });
});

it('the example for operators is one', () => {
  const guide = readFileSync(new URL('../../../docs/templates.md', import.meta.url), 'utf8');
  const [, example = ''] = /```yaml\n(.*?)```/s.exec(guide) ?? [];
  const categories = CATEGORIES.map(({ slug }) => slug);
  expect(parseServiceTemplate(example, 'shelf.yaml', categories).slug).toBe('shelf');
});

describe('mistakes are told with file, line and field', () => {
  it.each([
    ['a wrong type', 'monthlyPrice: 45000', 'monthlyPrice: cheap', 'plans[0].monthlyPrice'],
    [
      'a misspelt field',
      'runAsUser: 1000,',
      'runAsUser: 1000, runasroot: true,',
      'security.runasroot: unknown field',
    ],
    ['an unpinned image', /^image: .*$/m, 'image: docker.io/library/ghost:latest', 'image: pin a version'],
    [
      'a reference to nothing',
      ref('instance.url'),
      ref('instance.uri'),
      `env.url: ${ref('instance.uri')} does not exist`,
    ],
    [
      'a secret nobody makes',
      'production',
      ref('secret.mode'),
      `env.NODE_ENV: ${ref('secret.mode')} does not exist`,
    ],
    [
      'a plan below the minimum',
      'memoryMb: 512\n',
      'memoryMb: 256\n',
      'plans[0].memoryMb: less than the minimum of 512',
    ],
    [
      'a probe that asks twice',
      '{ tcp: true,',
      '{ tcp: true, httpPath: /,',
      'probes.liveness: needs exactly one',
    ],
  ])('%s', (_, find, replacement, expected) => {
    const message = errorOf(find, replacement);
    expect(message).toContain(expected);
    const found = typeof find === 'string' ? find : 'image: ';
    expect(message).toMatch(new RegExp(`^ghost\\.yaml:${lineWith(found)} `));
  });

  it.each([
    [
      'two containers of a name',
      'name: mariadb',
      'name: app',
      'sidecars[0].name: there is another container "app"',
    ],
    ['two on a port', 'port: 3306', 'port: 8080', 'sidecars[0].port: "app" listens on it already'],
    [
      'sidecars that take everything',
      'sidecars:',
      `sidecars:
  - name: greedy
    image: docker.io/library/alpine:3.23
    security: { runAsUser: 33, fsGroup: 33 }
    share: { cpuPercent: 60, memoryPercent: 5 }`,
      'sidecars: together they take 100 cpuPercent',
    ],
    [
      'a backup in no container',
      'container: mariadb',
      'container: mysql',
      'backup.container: there is no sidecar "mysql"',
    ],
    [
      "a reference to nothing in a sidecar's variables",
      'MYSQL_PWD: $',
      `MYSQL_PWD: ${ref('instance.port')} # $`,
      `sidecars[0].env.MYSQL_PWD: ${ref('instance.port')} does not exist`,
    ],
    [
      'a port that is asked and not given',
      'port: 3306',
      '# no port',
      'sidecars[0].probes.liveness: asks a port',
    ],
    [
      'a secret for nothing',
      'databasePassword:',
      'unused: { generate: hex }\n  databasePassword:',
      'secrets.unused: nothing uses it',
    ],
    [
      'a mount in another',
      '[/tmp, /run/mysqld]',
      '[/tmp, /tmp/deeper]',
      'sidecars[0].scratch[1]: /tmp/deeper and /tmp',
    ],
    ['a relative path', '[/tmp, /run/mysqld]', '[/tmp, run]', 'sidecars[0].scratch[1]: an absolute path'],
    [
      'a path that climbs',
      '[/tmp, /run/mysqld]',
      '[/tmp, /run/../etc]',
      'sidecars[0].scratch[1]: may not contain ..',
    ],
    [
      'a lower standard without a reason',
      'security: {',
      'security: { podSecurity: baseline,',
      'security.podSecurity: baseline needs a podSecurityReason',
    ],
    [
      'a tier that is a digit short',
      'monthlyPrice: 125000',
      'monthlyPrice: 12500',
      'plans[1].monthlyPrice: less than Basic',
    ],
    [
      'a connection string with what only variables have',
      'isolation: strict',
      `connectionString: ${ref('instance.url')}`,
      `connectionString: ${ref('instance.url')} does not exist`,
    ],
  ])('of several fields together: %s', (_, find, replacement, expected) => {
    const changed = wordpress.replace(find, () => replacement);
    expect(changed).not.toBe(wordpress);
    let message = '';
    try {
      parseServiceTemplate(changed, 'wordpress.yaml');
    } catch (error) {
      message = (error as Error).message;
    }
    const [line = ''] = message.split('\n');
    expect(line).toMatch(/^wordpress\.yaml:\d+ /);
    expect(line).toContain(expected);
    const found = changed.split('\n')[Number(line.match(/:(\d+) /)?.[1]) - 1];
    const field = expected.slice(0, expected.indexOf(': ')).replace(/\[\d+\]$/, '');
    expect(found).toContain(
      field
        .split('.')
        .at(-1)
        ?.replace(/\[\d+\]/, ''),
    );
  });

  it('a category that is not there, when they are known', () => {
    expect(() => parseServiceTemplate(ghost, 'ghost.yaml', ['publishing'])).not.toThrow();
    expect(() => parseServiceTemplate(ghost, 'ghost.yaml', ['a', 'b'])).toThrow(
      `ghost.yaml:${lineWith('category:')} category: there is no "publishing" among a, b`,
    );
  });

  it('a field that is missing, at the nearest line there is', () => {
    expect(errorOf('    monthlyPrice: 45000\n', '')).toContain(
      `ghost.yaml:${lineWith('  - name: Basic')} plans[0].monthlyPrice`,
    );
  });

  it('text that is not YAML, and a key given twice', () => {
    expect(errorOf('slug: ghost', 'slug: [ghost')).toMatch(/^ghost\.yaml:\d+ /);
    expect(errorOf('slug: ghost', 'slug: ghost\nslug: other')).toMatch(/^ghost\.yaml:3 .*unique/);
  });

  it('every mistake at once', () => {
    const broken = ghost
      .replace('port: 2368', 'port: none')
      .replace('monthlyPrice: 45000', 'monthlyPrice: -1');
    expect(() => parseServiceTemplate(broken, 'ghost.yaml')).toThrow(/port.*\n.*monthlyPrice/);
  });
});
