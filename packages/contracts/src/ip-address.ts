/**
 * An address as every part of MinisPod writes it: IPv6 in lower case and shortest (RFC 5952), so that two ways to write one
 * compare as equal. Anything that is no IPv6 address is answered as it came.
 */
export function canonicalAddress(address: string): string {
  if (!address.includes(':')) return address;
  const url = `http://[${address.replace(/^\[|\]$/g, '')}]`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : address;
}
