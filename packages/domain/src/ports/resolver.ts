/** DNS as the world sees it. */
export interface Resolver {
  /**
   * The values of a name's records; TXT strings joined, host names in lower case without the last dot. Empty: there are
   * none. Throws ResolverFailed when no answer could be had, which says nothing about the records.
   */
  resolve(name: string, type: 'TXT' | 'CNAME' | 'A' | 'AAAA'): Promise<string[]>;
}

export class ResolverFailed extends Error {
  override readonly name = 'ResolverFailed';
}
