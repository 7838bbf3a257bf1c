/**
 * Tells the built-in sandboxes how far ahead time is, in ms; `addresses` are those that are set instead of the gateways'
 * own. Any other gateway has no such clock, so an address that answers anything else, or nothing within five seconds, is
 * left as it is.
 */
export async function moveSandboxClocks(
  addresses: readonly (string | undefined)[],
  offsetMs: number,
): Promise<void> {
  await Promise.all(addresses.map((address) => address && move(address, offsetMs)));
}

async function move(address: string, offsetMs: number): Promise<void> {
  try {
    await fetch(new URL('/sandbox/clock', address), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ offsetMs }),
      signal: AbortSignal.timeout(5_000),
    });
  } catch {
    // No sandbox of ours.
  }
}
