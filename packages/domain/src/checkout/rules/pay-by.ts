/** An order that waits for its payment keeps its slot for so long, whatever payments are opened for it. */
const UNPAID_MS = 30 * 60_000;

/** The moment at which an unpaid order lapses. The database refuses a later one. */
export function payBy(placedAt: Date): Date {
  return new Date(placedAt.getTime() + UNPAID_MS);
}

/** The least that a gateway is given, so that it accepts a payment that is opened at the last moment. */
const SHORTEST_MS = 5 * 60_000;

/** A gateway takes money for an order until the order lapses, or earlier where the method ends earlier. */
export function paymentEnd(lifetimeMs: number, deadline: Date | null, now: Date): Date {
  const end = now.getTime() + lifetimeMs;
  if (deadline === null) return new Date(end);
  return new Date(Math.min(end, Math.max(deadline.getTime(), now.getTime() + SHORTEST_MS)));
}
