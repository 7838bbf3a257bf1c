const NAMES: Record<string, string> = {
  bca: 'BCA',
  bni: 'BNI',
  bri: 'BRI',
  mandiri: 'Mandiri',
  permata: 'Permata',
  gopay: 'GoPay',
  ovo: 'OVO',
  dana: 'DANA',
  shopeepay: 'ShopeePay',
  linkaja: 'LinkAja',
};

/** The brand of a bank or wallet by its code; one of a newer server keeps its code. */
export function viaName(code: string): string {
  return NAMES[code] ?? code;
}
