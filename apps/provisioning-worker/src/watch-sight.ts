/** An interruption that is not followed by another within this time is over, in ms: longer than a list may take. */
const QUIET = 20_000;
/** What health is judged by; the watches for drift see metadata alone and may be missing. */
const JUDGED_BY = new Set(['Deployment', 'Pod', 'PersistentVolumeClaim']);

/** Whether the watch sees the cluster, from what it says of its interruptions: it tells of each failed try, and of no success. */
export class WatchSight {
  private openAt = 0;

  constructor(private readonly quietMs = QUIET) {}

  /** The watch of this kind failed and tries again in so many ms. */
  interrupted(kind: string, retryInMs: number): void {
    if (JUDGED_BY.has(kind)) this.openAt = performance.now() + retryInMs + this.quietMs;
  }

  get isOpen(): boolean {
    return performance.now() >= this.openAt;
  }
}
