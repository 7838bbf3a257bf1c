export interface Channel {
  readonly code: string;
  readonly group: 'Virtual Account' | 'Convenience Store' | 'E-Wallet';
  readonly name: string;
  /** DIRECT: shown by the merchant; REDIRECT: paid at `pay_url`. */
  readonly type: 'direct' | 'redirect';
  readonly shows: 'number' | 'qr' | 'page';
  /** Whole rupiah and percent of the amount, borne by the merchant. */
  readonly fee: { readonly flat: number; readonly percent: number };
  readonly min: number;
  readonly max: number;
}

const va = (code: string, bank: string, flat = 4_250): Channel => ({
  code,
  group: 'Virtual Account',
  name: `${bank} Virtual Account`,
  type: 'direct',
  shows: 'number',
  fee: { flat, percent: 0 },
  min: 10_000,
  max: 10_000_000,
});
const store = (code: string, name: string): Channel => ({
  ...va(code, name, 3_500),
  group: 'Convenience Store',
  name,
});
const wallet = (code: string, name: string): Channel => ({
  ...va(code, name),
  group: 'E-Wallet',
  name,
  type: 'redirect',
  shows: 'page',
  fee: { flat: 0, percent: 3 },
});
const qris = (code: string, name: string): Channel => ({
  ...wallet(code, name),
  type: 'direct',
  shows: 'qr',
  fee: { flat: 750, percent: 0.7 },
});

/**
 * Codes, account numbers' limits and their fee of Rp4,250: https://tripay.co.id/developer. The other fees and limits are of
 * the size that is usual there; an account's own are in its dashboard.
 */
export const CHANNELS: readonly Channel[] = [
  va('MYBVA', 'Maybank'),
  va('PERMATAVA', 'Permata'),
  va('BNIVA', 'BNI'),
  va('BRIVA', 'BRI'),
  va('MANDIRIVA', 'Mandiri'),
  va('BCAVA', 'BCA', 5_500),
  va('SMSVA', 'Sinarmas'),
  va('MUAMALATVA', 'Muamalat'),
  va('CIMBVA', 'CIMB Niaga'),
  va('SAMPOERNAVA', 'Sahabat Sampoerna'),
  va('BSIVA', 'BSI'),
  va('DANAMONVA', 'Danamon'),
  store('ALFAMART', 'Alfamart'),
  store('INDOMARET', 'Indomaret'),
  store('ALFAMIDI', 'Alfamidi'),
  wallet('OVO', 'OVO'),
  qris('QRIS', 'QRIS'),
  qris('QRIS2', 'QRIS 2'),
  qris('QRISC', 'QRIS C'),
  qris('QRISD', 'QRIS D'),
  wallet('SHOPEEPAY', 'ShopeePay'),
];

export const channelByCode = (code: string) => CHANNELS.find((channel) => channel.code === code);

/** Whole rupiah, rounded up. */
export function feeOf({ fee }: Channel, amount: number): number {
  return fee.flat + Math.ceil((amount * fee.percent) / 100);
}
