/** Names that visitors would take for ours, or that mean something to mail and browsers. */
const RESERVED = new Set(
  'admin administrator api app apps autoconfig autodiscover billing blog cdn console dashboard dev docs ftp grafana help host imap login mail metrics minispod mx ns ns1 ns2 ops pay payment pop postmaster root server sftp smtp ssh ssl static status support system test webmail wpad www'.split(
    ' ',
  ),
);

export function isReservedSubdomain(subdomain: string): boolean {
  return RESERVED.has(subdomain) || subdomain.startsWith('xn--');
}
