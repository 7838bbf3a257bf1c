import type { Channel } from '@minispod/domain/ports/payment-gateway';

export interface TripayChannel extends Channel {
  /** Tripay's word in `method`. */
  readonly code: string;
}

// 10,000 to 10 million is what https://tripay.co.id/developer shows for account numbers; stands in for the rest.
const LIMITS = { min: 10_000, max: 10_000_000, refund: 'NONE' } as const;

const va = (bank: string, name: string, code: string): TripayChannel => ({
  method: 'BANK_TRANSFER',
  bank,
  name,
  code,
  shows: 'VA',
  ...LIMITS,
});
const wallet = (wallet: string, name: string, code: string): TripayChannel => ({
  method: 'E_WALLET',
  wallet,
  name,
  code,
  shows: 'PAGE',
  ...LIMITS,
});

export const CHANNELS: readonly TripayChannel[] = [
  va('bca', 'BCA', 'BCAVA'),
  va('bni', 'BNI', 'BNIVA'),
  va('bri', 'BRI', 'BRIVA'),
  va('mandiri', 'Mandiri', 'MANDIRIVA'),
  va('permata', 'Permata', 'PERMATAVA'),
  wallet('ovo', 'OVO', 'OVO'),
  wallet('shopeepay', 'ShopeePay', 'SHOPEEPAY'),
  { method: 'QRIS', name: 'QRIS', code: 'QRIS', shows: 'QR', ...LIMITS },
];
