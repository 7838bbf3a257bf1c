import { ClusterRejected, type DesiredInstance } from '@minispod/domain/ports/cluster';
import { addressOf } from './address.js';
import type { ManifestSettings } from './settings.js';

const REFERENCE = /\$\{([^}]*)\}/g;
const SECRET_REFERENCE = /\$\{secret\./;

/** What `${…}` may name in a template, for one instance. */
export type References = ReadonlyMap<string, string>;

/**
 * `instance.url` and `instance.host` are the public ones of an http service, by the customer's main domain if there is one; for tcp, which has no public address,
 * `host` is the one inside the cluster and `url` does not exist. `instance.address` is host:port inside the cluster.
 */
export function referencesOf(
  desired: Pick<DesiredInstance, 'instanceId' | 'userId' | 'subdomain' | 'mainUrl' | 'template' | 'secrets'>,
  settings: ManifestSettings,
): References {
  const { url: givenUrl, host, port } = addressOf(desired, settings);
  const url = givenUrl && (desired.mainUrl ?? givenUrl);
  const references = new Map([
    ['instance.id', desired.instanceId],
    ['instance.host', url ? new URL(url).hostname : host],
    ['instance.address', `${host}:${port}`],
  ]);
  if (url) references.set('instance.url', url);
  for (const name of Object.keys(desired.template.secrets)) {
    const value = desired.secrets[name];
    if (value !== undefined) references.set(`secret.${name}`, value);
  }
  return references;
}

/**
 * Replaces every `${…}` once; a value put in is never looked at again, so a secret that contains `${` stays as it is.
 * Throws ClusterRejected on a name that does not exist: a template mistake that no retry mends.
 */
export function resolveReferences(text: string, references: References, where: string): string {
  return text.replace(REFERENCE, (_, name: string) => {
    const value = references.get(name);
    if (value === undefined)
      throw new ClusterRejected(`${where} refers to \${${name}}, which does not exist`);
    return value;
  });
}

/** A container's variables, apart by where they are kept. */
export interface ContainerEnvironment {
  config: Record<string, string>;
  secret: Record<string, string>;
}

/** The app's own, and those of each sidecar by its name. */
export interface Environment extends ContainerEnvironment {
  sidecars: Record<string, ContainerEnvironment>;
}

/**
 * The customer's variables override the app's template's but never one that carries a secret, and go into the Secret
 * with those: what people type there is mostly somebody's API key. They are data: nothing in them is resolved.
 * Sidecars are nothing a customer sets variables of.
 */
export function environmentOf(desired: DesiredInstance, settings: ManifestSettings): Environment {
  const { template, env } = desired;
  const references = referencesOf(desired, settings);
  for (const name of Object.keys(env)) {
    if (!/^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(name)) {
      throw new ClusterRejected(`"${name.slice(0, 80)}" is not the name of an environment variable`);
    }
  }
  const app = resolved(template.env, references, template.slug);
  const config = Object.entries(app.config).filter(([name]) => !Object.hasOwn(env, name));
  return {
    config: Object.fromEntries(config),
    secret: { ...env, ...app.secret },
    sidecars: Object.fromEntries(
      template.sidecars.map((sidecar) => [
        sidecar.name,
        resolved(sidecar.env, references, `${template.slug}: ${sidecar.name}`),
      ]),
    ),
  };
}

function resolved(env: Record<string, string>, references: References, where: string): ContainerEnvironment {
  const config: Record<string, string> = {};
  const secret: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    const kept = SECRET_REFERENCE.test(value) ? secret : config;
    kept[name] = resolveReferences(value, references, `${where}: ${name}`);
  }
  return { config, secret };
}
