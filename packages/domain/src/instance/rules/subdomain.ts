/** Names that visitors would take for ours or for their bank's, and those that mean something to mail, DNS and browsers. */
const RESERVED = new Set(
  [
    'admin administrator api app apps blog cdn console dashboard dev docs grafana help metrics minispod ops server static status support system test www',
    'account accounts akun auth billing checkout daftar id identity invoice keamanan login logout masuk my oauth oidc pay payment payments portal profile register resmi saldo secure security signin signup sso tagihan topup verify wallet',
    'autoconfig autodiscover dkim dmarc dns email ftp hostmaster imap localhost mail mailer mta mx noc ns ns0 ns1 ns2 ns3 ns4 abuse pop pop3 postmaster relay root sftp smtp spf ssh ssl tls webmail webmaster wpad isatap',
    'bank bca bni bri brimo bsi btn cimb danamon jago jenius livin mandiri maybank ocbc permata seabank dana gopay linkaja ovo qris shopeepay doku midtrans tripay xendit duitku visa mastercard gpn bi ojk paypal stripe',
  ].flatMap((line) => line.split(' ')),
);
/** Third and fourth characters `--` announce an encoded name, whose letters may look like those of another. */
const ENCODED = /^..--/;

export function isReservedSubdomain(subdomain: string): boolean {
  return RESERVED.has(subdomain) || ENCODED.test(subdomain);
}
