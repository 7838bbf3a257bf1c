import type { Logger } from 'pino';
import type { EventRecorder } from './controllers/event-recorder.js';
import type { WorkQueue } from './controllers/work-queue.js';
import type { Faults } from './faults.js';
import type { Load } from './load.js';
import { canonical, type KubeObject } from './object.js';
import type { QuotaUsage } from './quota-usage.js';
import type { Registry } from './registry.js';
import type { Resource } from './resources.js';
import type { Settings } from './settings.js';
import type { Store } from './store.js';
import type { VolumeContents } from './volume-contents.js';

/** What the controllers and the servers of one simulated cluster share. */
export interface Cluster {
  store: Store;
  usage: QuotaUsage;
  contents: VolumeContents;
  load: Load;
  registry: Registry;
  settings: Settings;
  faults: Faults;
  queue: WorkQueue;
  events: EventRecorder;
  logger: Logger;
}

/** Writes an object's status unless it is so already. */
export function writeStatus(store: Store, resource: Resource, object: KubeObject, status: object): void {
  if (canonical(object.status) !== canonical(status)) store.put(resource, { ...object, status });
}
