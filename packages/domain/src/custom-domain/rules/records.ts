/** Where domains are to point, and what proves whose they are: the operator's settings. */
export interface DomainSettings {
  /** APPS_DOMAIN; a port in it is for addresses, not for DNS. */
  appsDomain: string;
  /** Addresses of the ingress controller, for domains that cannot have a CNAME; empty: found by asking for our own name. */
  ingressAddresses: readonly string[];
  /** ClusterIssuer of certificates for custom domains; null: they answer without TLS. */
  issuer: string | null;
}

export interface Found {
  txt: string[];
  cname: string[];
  /** A and AAAA. */
  address: string[];
  /** The addresses that are ours: the operator's setting, else those of the name that a CNAME would lead to. */
  ours: string[];
}

/** The name a CNAME must point to. */
export function targetOf(subdomain: string, settings: Pick<DomainSettings, 'appsDomain'>): string {
  return `${subdomain}.${settings.appsDomain.replace(/:\d+$/, '')}`;
}

export function proofName(domain: string): string {
  return `_minispod.${domain}`;
}

export function proofValue(token: string): string {
  return `minispod-verify=${token}`;
}

/** Providers' forms keep what people type around a value: quotation marks, spaces, capitals. */
export function isProof(txt: string, token: string): boolean {
  return txt.replace(/["'“”\s]/g, '').toLowerCase() === proofValue(token);
}

export function isProved(found: Pick<Found, 'txt'>, token: string): boolean {
  return found.txt.some((txt) => isProof(txt, token));
}

/**
 * By name, or by addresses that are all ours: one of somebody else's among them would send every second visitor, and the
 * certificate's issuer, elsewhere.
 */
export function pointsHere({ cname, address, ours }: Omit<Found, 'txt'>, target: string): boolean {
  if (cname.includes(target)) return true;
  return address.length > 0 && address.every((each) => ours.includes(each));
}
