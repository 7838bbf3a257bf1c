/**
 * Tells the built-in Midtrans sandbox how far ahead time is, in ms. Any other gateway has no such clock, so an address that
 * answers anything else, or nothing within five seconds, is left as it is.
 */
export async function moveSandboxClock(coreApiUrl: string, offsetMs: number): Promise<void> {
  try {
    await fetch(new URL('/sandbox/clock', coreApiUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ offsetMs }),
      signal: AbortSignal.timeout(5_000),
    });
  } catch {
    // No sandbox of ours.
  }
}
