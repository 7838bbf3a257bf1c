import { Resolver as DnsResolver } from 'node:dns/promises';
import { cleanText } from '@minispod/contracts/clean-text';
import { canonicalAddress } from '@minispod/contracts/ip-address';
import { type Resolver, ResolverFailed } from '@minispod/domain/ports/resolver';

/** No such name, and no such record of the name: both are answers. */
const NOTHING = new Set(['ENOTFOUND', 'ENODATA']);

/** Records of a name that are looked at, and code points kept of each: what we look for is far shorter. */
const RECORDS = 100;
const LENGTH = 1_000;

/** Asks `server` (`host:port`), or the system's name servers; each at most twice, 3 s each time. */
export function createDnsResolver(server?: string): Resolver {
  const dns = new DnsResolver({ timeout: 3_000, tries: 2 });
  if (server) dns.setServers([server]);
  const ask = async (name: string, type: 'TXT' | 'CNAME' | 'A' | 'AAAA'): Promise<string[]> => {
    switch (type) {
      case 'TXT':
        // One record is split into strings of 255 bytes.
        return (await dns.resolveTxt(name)).map((strings) => strings.join(''));
      case 'CNAME':
        return (await dns.resolveCname(name)).map((host) => host.toLowerCase().replace(/\.$/, ''));
      case 'A':
        return dns.resolve4(name);
      case 'AAAA':
        return (await dns.resolve6(name)).map(canonicalAddress);
    }
  };
  return {
    async resolve(name, type) {
      try {
        const records = await ask(name, type);
        return records.slice(0, RECORDS).map((record) => cleanText(record, LENGTH));
      } catch (error) {
        const { code = '' } = error as NodeJS.ErrnoException;
        if (NOTHING.has(code)) return [];
        throw new ResolverFailed(`no answer about ${name} ${type}: ${code || 'the name server failed'}`);
      }
    },
  };
}
