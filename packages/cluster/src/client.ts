import {
  type KubernetesListObject,
  type KubernetesObject,
  type KubernetesObjectApi,
  PatchStrategy,
  type VersionApi,
} from '@kubernetes/client-node';
import { statusCode, translate } from './errors.js';
import type { Manifest } from './manifests/build.js';
import { FIELD_MANAGER } from './names.js';

/** The kinds that are read, and where the API has them. */
export const API_VERSIONS = {
  Namespace: 'v1',
  ResourceQuota: 'v1',
  LimitRange: 'v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  ConfigMap: 'v1',
  Secret: 'v1',
  PersistentVolumeClaim: 'v1',
  Deployment: 'apps/v1',
  Service: 'v1',
  Ingress: 'networking.k8s.io/v1',
  Pod: 'v1',
  Event: 'v1',
  VolumeSnapshot: 'snapshot.storage.k8s.io/v1',
} as const;
export type Kind = keyof typeof API_VERSIONS;

/** A minute of applies, at two hundred instances at once. */
const REMEMBERED_VERSIONS = 4_096;

export interface ListQuery {
  namespace: string;
  labelSelector?: string;
  fieldSelector?: string;
}

/** The few calls MinisPod makes, with errors as the port promises them. */
export class KubernetesClient {
  private minorVersion: Promise<number> | null = null;
  /** Versions that came of this client's applies, the latest of them. */
  private readonly versions = new Set<string>();

  constructor(
    private readonly objects: KubernetesObjectApi,
    private readonly version: VersionApi,
  ) {}

  /** Asked once: 20 for Kubernetes 1.20. */
  async serverMinorVersion(): Promise<number> {
    this.minorVersion ??= this.version.getCode().then(({ minor }) => Number.parseInt(minor, 10));
    try {
      return await this.minorVersion;
    } catch (error) {
      this.minorVersion = null;
      throw translate(error, 'asking for the version');
    }
  }

  /** Null when there is no such object. */
  async read<T extends KubernetesObject>(kind: Kind, name: string, namespace = ''): Promise<T | null> {
    try {
      const header = { apiVersion: API_VERSIONS[kind], kind, metadata: { name, namespace } };
      return (await this.objects.read<KubernetesObject>(header)) as T;
    } catch (error) {
      if (statusCode(error) === 404) return null;
      throw translate(error, `reading ${kind} ${name}`);
    }
  }

  async list<T extends KubernetesObject>(kind: Kind, query: ListQuery): Promise<KubernetesListObject<T>> {
    try {
      return (await this.objects.list(
        API_VERSIONS[kind],
        kind,
        query.namespace,
        undefined,
        undefined,
        undefined,
        query.fieldSelector,
        query.labelSelector,
      )) as KubernetesListObject<T>;
    } catch (error) {
      throw translate(error, `listing ${kind}`);
    }
  }

  /** Server-side apply; takes over fields that somebody else has changed. The caller has checked whose object it is. */
  async apply(manifest: Manifest): Promise<KubernetesObject> {
    const { ServerSideApply } = PatchStrategy;
    const applied: KubernetesObject = await this.objects.patch(
      manifest,
      undefined,
      undefined,
      FIELD_MANAGER,
      true,
      ServerSideApply,
    );
    this.versions.add(applied.metadata?.resourceVersion ?? '');
    const [oldest] = this.versions;
    if (oldest !== undefined && this.versions.size > REMEMBERED_VERSIONS) this.versions.delete(oldest);
    return applied;
  }

  /** Whether an object has this version because it was applied here a moment ago. */
  wrote(resourceVersion: string): boolean {
    return this.versions.has(resourceVersion);
  }

  /** Makes what must not be there yet, by a manager of its own: what it says is never taken back by an apply. */
  async create(manifest: Manifest, fieldManager: string): Promise<KubernetesObject> {
    return this.objects.create(manifest, undefined, undefined, fieldManager);
  }

  /** Deletes this very object and no later one of its name. Returns whether it is gone rather than going. */
  async delete(kind: Kind, object: KubernetesObject): Promise<boolean> {
    const { name, namespace = '', uid } = object.metadata ?? {};
    try {
      const body = { preconditions: { ...(uid && { uid }) }, propagationPolicy: 'Background' };
      const target = { apiVersion: API_VERSIONS[kind], kind, metadata: { name: name ?? '', namespace } };
      const answer = await this.objects.delete(
        target,
        undefined,
        undefined,
        undefined,
        undefined,
        'Background',
        body,
      );
      // An object that waits for a finalizer is answered with itself.
      return answer.kind === 'Status';
    } catch (error) {
      if (statusCode(error) === 404) return true;
      // Another object has its name by now: the next look will show whose.
      if (statusCode(error) === 409) return false;
      throw translate(error, `deleting ${kind} ${name}`);
    }
  }
}
