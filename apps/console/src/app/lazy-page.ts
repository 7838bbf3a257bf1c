import { lazyRouteComponent } from '@tanstack/react-router';

/** A file of the console did not come: the connection is lost, or a new release has other files. */
export class FileMissing extends Error {
  /** Names the file, as browsers word it. */
  readonly reason: string;

  constructor(cause: unknown) {
    super('A file of the console did not come', { cause });
    this.reason = String(cause);
  }
}

export function fileMissing(cause: unknown): never {
  throw new FileMissing(cause);
}

/**
 * A page whose code is fetched with it. The router would answer code that does not come with a reload of the window, which
 * without a network leaves the browser's own error page; under another name the failure comes to `PageFailed`.
 */
export const lazyPage: typeof lazyRouteComponent = (importer, name) =>
  lazyRouteComponent(() => importer().catch(fileMissing), name);
