import { randomUUID } from 'node:crypto';
import { type KubeObject, timestamp } from '../object.js';
import { RESOURCES } from '../resources.js';
import type { Store } from '../store.js';

/** Older ones are forgotten, as a real cluster forgets them after an hour. */
const MAX_EVENTS = 10_000;

/** Writes Events; the same thing happening again counts up the one already written. */
export class EventRecorder {
  readonly #store: Store;
  readonly #names = new Map<string, { namespace: string; name: string }>();

  constructor(store: Store) {
    this.#store = store;
  }

  record(about: KubeObject, type: 'Normal' | 'Warning', reason: string, message: string): void {
    const { namespace = 'default', name, uid, resourceVersion } = about.metadata;
    const holder = this.#store.get(RESOURCES.namespaces, undefined, namespace);
    if (!holder || holder.metadata.deletionTimestamp) return;
    const id = `${uid}/${reason}/${message}`;
    const known = this.#names.get(id);
    const earlier =
      known && this.#store.get<KubeObject & { count: number }>(RESOURCES.events, namespace, known.name);
    const lastTimestamp = timestamp();
    if (earlier) {
      this.#store.put(RESOURCES.events, {
        ...earlier,
        count: earlier.count + 1,
        lastTimestamp,
      } as KubeObject);
      return;
    }
    const event = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: {
        name: `${name}.${randomUUID().replaceAll('-', '').slice(0, 16)}`,
        namespace,
        uid: randomUUID(),
        resourceVersion: '',
        creationTimestamp: lastTimestamp,
      },
      involvedObject: {
        apiVersion: about.apiVersion,
        kind: about.kind,
        namespace,
        name,
        uid,
        resourceVersion,
      },
      reason,
      message,
      type,
      count: 1,
      firstTimestamp: lastTimestamp,
      lastTimestamp,
      source: { component: COMPONENTS[about.kind] ?? 'controller-manager' },
      reportingComponent: '',
      reportingInstance: '',
    };
    this.#store.put(RESOURCES.events, event);
    this.#names.set(id, { namespace, name: event.metadata.name });
    if (this.#names.size > MAX_EVENTS) this.#forgetOldest();
  }

  #forgetOldest(): void {
    for (const [id, { namespace, name }] of this.#names) {
      const event = this.#store.get(RESOURCES.events, namespace, name);
      if (event) this.#store.remove(RESOURCES.events, event);
      this.#names.delete(id);
      return;
    }
  }
}

const COMPONENTS: Record<string, string> = {
  Pod: 'kubelet',
  Deployment: 'deployment-controller',
  ReplicaSet: 'replicaset-controller',
  PersistentVolumeClaim: 'persistentvolume-controller',
};
