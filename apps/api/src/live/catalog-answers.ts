import { LRUCache } from 'lru-cache';

/** Enough for every page of a large catalog; queries that nobody repeats push each other out. */
const MAX_ANSWERS = 2_000;
const MAX_BYTES = 32 * 1024 * 1024;

/**
 * The public catalog's answers as bytes, by URL. A NOTIFY in the commit that changes the catalog ends them all; without a
 * connection that would hear it, nothing is kept.
 */
export class CatalogAnswers {
  readonly #kept = new LRUCache<string, Buffer>({
    max: MAX_ANSWERS,
    maxSize: MAX_BYTES,
    sizeCalculation: (bytes, url) => bytes.length + url.length,
  });
  /** Answers being made, shared by all who ask meanwhile. */
  readonly #coming = new Map<string, Promise<Buffer>>();
  #version = 0;
  #listening = false;

  /** The kept answer, or null when it must be made. */
  peek(url: string): Buffer | null {
    return this.#kept.get(url) ?? null;
  }

  /** Makes an answer and keeps it, unless the catalog changed since its making began: then it may be old already. */
  get(url: string, make: () => Promise<Buffer>): Promise<Buffer> {
    if (!this.#listening) return make();
    const coming = this.#coming.get(url);
    if (coming) return coming;
    const version = this.#version;
    const made = make()
      .then((bytes) => {
        if (version === this.#version && this.#listening) this.#kept.set(url, bytes);
        return bytes;
      })
      .finally(() => {
        if (this.#coming.get(url) === made) this.#coming.delete(url);
      });
    this.#coming.set(url, made);
    return made;
  }

  /** The catalog changed: nothing made before now is answered again, nor joined by who asks from now on. */
  forget(): void {
    this.#version += 1;
    this.#kept.clear();
    this.#coming.clear();
  }

  listening(heard: boolean): void {
    this.#listening = heard;
    this.forget();
  }
}
