/** Attempts in all, over about four and a quarter hours. */
export const GIVEN_UP_AFTER = 10;

/** How long a mail is its sender's, in ms: longer than the mail client's own time-outs can add up to. */
export const LEASE_MS = 5 * 60_000;

const FIRST_PAUSE_MS = 30_000;

/** Pause after the n-th failed attempt, in ms: half a minute, then twice as long each time. */
export function pauseAfter(attempt: number): number {
  return FIRST_PAUSE_MS * 2 ** (attempt - 1);
}
