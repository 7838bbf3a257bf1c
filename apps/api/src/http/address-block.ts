import ipaddr from 'ipaddr.js';

/**
 * What one person or office has of the address space, as a key for limits: an IPv4 address, or the /64 of an IPv6 address,
 * whose holder chooses among 2^64 addresses. Text that is no address is its own block.
 */
export function addressBlock(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${withoutZone(address)}/64`)}/64`;
}

/** `fe80::1%eth0` names an interface of this machine behind the address. */
const withoutZone = (address: string) => address.replace(/%.*$/, '');
