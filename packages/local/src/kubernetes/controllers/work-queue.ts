/** How long a drain may hold the event loop before requests get their turn, in ms. */
const SLICE_MS = 10;
const RETRY_MS = 1_000;

export interface Key {
  controller: string;
  namespace: string;
  name: string;
}

type Reconcile = (namespace: string, name: string) => void;

/**
 * Keys waiting to be reconciled: each once, however often it was added, as a controller looks at the state and not at
 * what happened. A delayed key keeps the earliest time asked for.
 */
export class WorkQueue {
  readonly #pending = new Map<string, Key>();
  readonly #timers = new Map<string, { timer: NodeJS.Timeout; due: number }>();
  readonly #onError: (error: unknown, key: Key) => void;
  #controllers: Record<string, Reconcile> = {};
  #drain: NodeJS.Immediate | undefined;
  #closed = false;

  constructor(onError: (error: unknown, key: Key) => void) {
    this.#onError = onError;
  }

  start(controllers: Record<string, Reconcile>): void {
    this.#controllers = controllers;
    this.#schedule();
  }

  add(controller: string, namespace: string | undefined, name: string): void {
    const key = { controller, namespace: namespace ?? '', name };
    this.#pending.set(`${controller}/${key.namespace}/${name}`, key);
    this.#schedule();
  }

  addAfter(controller: string, namespace: string | undefined, name: string, delayMs: number): void {
    if (this.#closed) return;
    const id = `${controller}/${namespace ?? ''}/${name}`;
    const due = Date.now() + delayMs;
    const waiting = this.#timers.get(id);
    if (waiting && waiting.due <= due) return;
    clearTimeout(waiting?.timer);
    const timer = setTimeout(() => {
      this.#timers.delete(id);
      this.add(controller, namespace, name);
    }, delayMs);
    this.#timers.set(id, { timer, due });
  }

  close(): void {
    this.#closed = true;
    clearImmediate(this.#drain);
    for (const { timer } of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#pending.clear();
  }

  #schedule(): void {
    if (this.#closed || this.#pending.size === 0) return;
    this.#drain ??= setImmediate(() => {
      this.#drain = undefined;
      const end = performance.now() + SLICE_MS;
      for (const [id, key] of this.#pending) {
        this.#pending.delete(id);
        this.#run(key);
        if (performance.now() > end) break;
      }
      this.#schedule();
    });
  }

  #run(key: Key): void {
    try {
      this.#controllers[key.controller]?.(key.namespace, key.name);
    } catch (error) {
      this.#onError(error, key);
      this.addAfter(key.controller, key.namespace, key.name, RETRY_MS);
    }
  }
}
