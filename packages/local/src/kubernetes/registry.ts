import { randomUUID } from 'node:crypto';
import { admit, admitToNamespace, applyLimitRanges } from './admission.js';
import { applyConfiguration, recordUpdate } from './apply/server-side-apply.js';
import { setDefaults } from './defaults.js';
import { deleteObject, removeWhenFinalized } from './deletion.js';
import type { Pod } from './kinds.js';
import { canonical, type KubeObject, type ObjectMeta, timestamp, withoutNulls } from './object.js';
import { patched } from './patch.js';
import type { QuotaUsage } from './quota-usage.js';
import { apiVersionOf, RESOURCES, type Resource } from './resources.js';
import { alreadyExists, badRequest, conflict, invalid, notFound, staleVersion } from './status.js';
import type { Store } from './store.js';
import { validate } from './validation.js';

export interface Target {
  resource: Resource;
  namespace: string | undefined;
  name: string;
}

export interface WriteOptions {
  manager: string;
  dryRun: boolean;
  /** A write to `/status` changes the status alone; any other leaves it alone. */
  status?: boolean;
}

/** The rules of every write, whoever asks for it: identity, defaults, validation, admission, ownership, versions. */
export class Registry {
  constructor(
    readonly store: Store,
    readonly usage: QuotaUsage,
  ) {}

  get<T extends KubeObject = KubeObject>({ resource, namespace, name }: Target): T {
    const found = this.store.get<T>(resource, namespace, name);
    if (!found) throw notFound(resource, name);
    return found;
  }

  create(target: Target, body: KubeObject, options: WriteOptions): KubeObject {
    const object = this.#identified(target, body);
    const { resource } = target;
    const { name, namespace } = object.metadata;
    admitToNamespace(this.store, resource, object);
    if (this.store.get(resource, namespace, name)) throw alreadyExists(resource, name);
    if (body.metadata?.resourceVersion)
      throw badRequest('resourceVersion should not be set on objects to be created');
    return this.#admitted(resource, object, undefined, options);
  }

  update(target: Target, body: KubeObject, options: WriteOptions): KubeObject {
    const before = this.get(target);
    const object = this.#identified(target, body);
    const { resourceVersion } = body.metadata ?? {};
    if (resourceVersion && resourceVersion !== before.metadata.resourceVersion)
      throw staleVersion(target.resource, target.name);
    return this.#admitted(target.resource, object, before, options);
  }

  patch(target: Target, contentType: string, body: unknown, options: WriteOptions): KubeObject {
    const before = this.get(target);
    const after = patched(before, contentType, body);
    if (after.metadata.resourceVersion !== before.metadata.resourceVersion)
      throw staleVersion(target.resource, target.name);
    return this.#admitted(target.resource, this.#identified(target, after), before, options);
  }

  /** Server-side apply; creates what is not there. */
  apply(
    target: Target,
    body: KubeObject,
    options: WriteOptions & { force: boolean },
  ): { object: KubeObject; created: boolean } {
    const { resource, namespace, name } = target;
    if (body.metadata?.managedFields?.length) throw badRequest('metadata.managedFields must be nil');
    const config = this.#identified(target, body);
    const before = this.store.get(resource, namespace, name);
    const { resourceVersion, uid } = body.metadata ?? {};
    if (before && resourceVersion && resourceVersion !== before.metadata.resourceVersion)
      throw staleVersion(resource, name);
    if (uid && uid !== before?.metadata.uid)
      throw conflict(
        resource,
        name,
        `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`,
      );
    if (!before) admitToNamespace(this.store, resource, config);
    const bare = { apiVersion: config.apiVersion, kind: config.kind, metadata: { name } } as KubeObject;
    const own = options.status ? statusOf(config) : resource.hasStatus ? withoutStatus(config) : config;
    const applied = applyConfiguration(before ?? bare, own, options);
    const object = this.#admitted(
      resource,
      this.#identified(target, applied),
      before,
      options,
      applied.metadata.managedFields,
    );
    return { object, created: !before };
  }

  delete(target: Target, options: Parameters<typeof deleteObject>[3]): { object: KubeObject; gone: boolean } {
    return deleteObject(this.store, target.resource, this.get(target), options);
  }

  /** The object under the identity its address gives it, or 400 where the two differ. */
  #identified({ resource, namespace, name }: Target, body: KubeObject): KubeObject {
    const object = withoutNulls(body);
    const { kind, apiVersion } = object;
    if ((kind && kind !== resource.kind) || (apiVersion && apiVersion !== apiVersionOf(resource)))
      throw badRequest(
        `${resource.kind} in version "${apiVersionOf(resource)}" cannot be handled as a ${kind}: expected ${apiVersionOf(resource)}, got ${apiVersion}`,
      );
    const metadata: Partial<ObjectMeta> = object.metadata ?? {};
    const given = metadata.name ?? (metadata.generateName ? `${metadata.generateName}${suffix()}` : '');
    if (name && given && given !== name)
      throw badRequest(`the name of the object (${given}) does not match the name on the URL (${name})`);
    if (metadata.namespace && metadata.namespace !== namespace)
      throw badRequest(
        'the namespace of the provided object does not match the namespace sent on the request',
      );
    return {
      ...object,
      apiVersion: apiVersionOf(resource),
      kind: resource.kind,
      metadata: {
        ...metadata,
        name: name || given,
        ...(namespace !== undefined && { namespace }),
      } as ObjectMeta,
    };
  }

  #admitted(
    resource: Resource,
    wanted: KubeObject,
    before: KubeObject | undefined,
    { manager, dryRun, status }: WriteOptions,
    managed?: ObjectMeta['managedFields'],
  ): KubeObject {
    const object = settled(resource, structuredClone(wanted), before, status ?? false);
    if (!before && resource === RESOURCES.pods) applyLimitRanges(this.store, object as Pod);
    setDefaults(object, this.store);
    const errors = validate(object, before);
    if (errors.length > 0) throw invalid(resource, object.metadata.name, errors);
    admit(this.store, this.usage, resource, object, before);

    const { metadata } = object;
    if (before && canonical(before.spec) !== canonical(object.spec) && metadata.generation !== undefined)
      metadata.generation += 1;
    metadata.uid ||= randomUUID();
    metadata.creationTimestamp ||= timestamp();
    const own = (written: KubeObject) => (status || !resource.hasStatus ? written : withoutStatus(written));
    metadata.managedFields = managed ?? recordUpdate(before && own(before), own(object), manager);
    // A write that changes nothing is not a write: no new version, no event. That is what makes re-applying cheap.
    if (before && canonical(before) === canonical(object)) return before;
    if (dryRun) return object;
    if (removeWhenFinalized(this.store, resource, object)) return object;
    return this.store.put(resource, object);
  }
}

/** What a client may not write is taken from the stored object, or cleared on a new one. */
function settled(
  resource: Resource,
  object: KubeObject,
  before: KubeObject | undefined,
  status: boolean,
): KubeObject {
  if (!before) {
    const {
      uid: _,
      resourceVersion: __,
      managedFields: ___,
      deletionTimestamp: ____,
      ...metadata
    } = object.metadata;
    object.metadata = {
      ...metadata,
      creationTimestamp: '',
      uid: '',
      resourceVersion: '',
      ...(resource.hasGeneration && { generation: 1 }),
    };
    if (resource.hasStatus && !status && resource !== RESOURCES.nodes) delete object.status;
    return object;
  }
  const {
    uid,
    resourceVersion,
    creationTimestamp,
    generation,
    deletionTimestamp,
    deletionGracePeriodSeconds,
  } = before.metadata;
  const fixed = {
    uid,
    resourceVersion,
    creationTimestamp,
    ...(generation !== undefined && { generation }),
    ...(deletionTimestamp && { deletionTimestamp }),
    ...(deletionGracePeriodSeconds !== undefined && { deletionGracePeriodSeconds }),
  };
  if (status) return structuredClone({ ...before, ...(object.status && { status: object.status }) });
  const { managedFields: _, ...metadata } = object.metadata;
  const result = { ...object, metadata: { ...metadata, ...fixed } };
  if (resource.hasStatus) {
    delete result.status;
    if (before.status) result.status = structuredClone(before.status);
  }
  return result;
}

function withoutStatus({ status: _, ...rest }: KubeObject): KubeObject {
  return rest;
}

function statusOf({ apiVersion, kind, metadata, status }: KubeObject): KubeObject {
  return { apiVersion, kind, metadata: { name: metadata.name } as ObjectMeta, ...(status && { status }) };
}

const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** Five characters without vowels, as the API server and the controllers append to generated names. */
export function suffix(): string {
  return Array.from({ length: 5 }, () => ALPHABET[Math.floor(Math.random() * ALPHABET.length)]).join('');
}
