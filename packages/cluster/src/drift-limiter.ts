/** Corrections of one instance that are made as soon as they are found necessary. */
const AT_ONCE = 3;
const PAUSE_MS = 60_000;
/** After this long without a correction the next ones are at once again. */
const FORGIVEN_MS = 10 * 60_000;

/**
 * Keeps two writers who each put right what the other wrote from fighting in a storm: three corrections of an instance
 * at once, then one a minute, until there was none for ten. Times are ms of any clock that only moves forward.
 */
export class DriftLimiter {
  private readonly made = new Map<string, { count: number; last: number }>();

  /** How long the next correction of this instance has to wait, ms. */
  wait(instanceId: string, now: number): number {
    const made = this.made.get(instanceId);
    if (!made || now - made.last >= FORGIVEN_MS || made.count < AT_ONCE) return 0;
    return Math.max(0, made.last + PAUSE_MS - now);
  }

  record(instanceId: string, now: number): void {
    const made = this.made.get(instanceId);
    const count = made && now - made.last < FORGIVEN_MS ? made.count + 1 : 1;
    // Last written comes last, so that the oldest are at the front.
    this.made.delete(instanceId);
    this.made.set(instanceId, { count, last: now });
    for (const [id, { last }] of this.made) {
      if (now - last < FORGIVEN_MS) break;
      this.made.delete(id);
    }
  }
}
