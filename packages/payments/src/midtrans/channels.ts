import type { Channel, GatewayMethod } from '@minispod/domain/ports/payment-gateway';

/** One way to pay, with Midtrans' words for it. */
export interface MidtransChannel extends Channel {
  /** Snap's word in `enabled_payments`. */
  readonly code: string;
  /** What is charged by the Core API, so that the console can show it; null: only Midtrans' own page takes it. */
  readonly charge: Readonly<Record<string, unknown>> | null;
}

const MILLION = 1_000_000;
const BILLION = 1_000 * MILLION;

// Amounts: https://docs.midtrans.com/docs/berapa-jumlah-transaksi-minimal-dan-maksimal-yang-dapat-diterima-oleh-midtrans.
// It names no upper end for BNI; the 20 billion of the other banks stands in. What can be refunded:
// https://docs.midtrans.com/reference/refund-transaction: no bank transfer, ShopeePay and OVO only as a whole.
const bank = (
  name: string,
  code: string,
  min: number,
  max: number,
  charge: object,
  shows: 'VA' | 'BILL' = 'VA',
) =>
  ({ method: 'BANK_TRANSFER', name, code, min, max, shows, refund: 'NONE', charge: { ...charge } }) as const;
const va = (bank: string) => ({ payment_type: 'bank_transfer', bank_transfer: { bank } });
const QRIS = { payment_type: 'qris', qris: { acquirer: 'gopay' } };

export const CHANNELS: readonly MidtransChannel[] = [
  { bank: 'bca', ...bank('BCA', 'bca_va', 10_000, 20 * BILLION, va('bca')) },
  { bank: 'bni', ...bank('BNI', 'bni_va', 1, 20 * BILLION, va('bni')) },
  { bank: 'bri', ...bank('BRI', 'bri_va', 1, 20 * BILLION, va('bri')) },
  {
    bank: 'mandiri',
    ...bank(
      'Mandiri',
      'echannel',
      1,
      50 * BILLION,
      { payment_type: 'echannel', echannel: { bill_info1: 'Payment:', bill_info2: 'MinisPod' } },
      'BILL',
    ),
  },
  { bank: 'permata', ...bank('Permata', 'permata_va', 1, 9_999_999_999, va('permata')) },
  // Unverified users of a wallet may pay 2 million only; the wallet itself tells them so.
  wallet('gopay', 'GoPay', 'gopay', 20 * MILLION, 'PART', 'DEEPLINK', {
    payment_type: 'gopay',
    gopay: { enable_callback: true },
  }),
  wallet('ovo', 'OVO', 'ovo', 99_999_999, 'WHOLE', 'PAGE', null),
  wallet('dana', 'DANA', 'dana', 20 * MILLION, 'PART', 'PAGE', null),
  wallet('shopeepay', 'ShopeePay', 'shopeepay', 20 * MILLION, 'WHOLE', 'DEEPLINK', {
    payment_type: 'shopeepay',
    shopeepay: {},
  }),
  // Midtrans has no code for LinkAja; its app pays any QRIS.
  wallet('linkaja', 'LinkAja', 'other_qris', 10 * MILLION, 'PART', 'QR', QRIS),
  {
    method: 'CREDIT_CARD',
    name: 'Visa, Mastercard, JCB',
    code: 'credit_card',
    min: 10_000,
    max: 999_999_999,
    shows: 'PAGE',
    refund: 'PART',
    charge: null,
  },
  {
    method: 'QRIS',
    name: 'QRIS',
    code: 'other_qris',
    min: 1,
    max: 10 * MILLION,
    shows: 'QR',
    refund: 'PART',
    charge: QRIS,
  },
];

function wallet(
  wallet: string,
  name: string,
  code: string,
  max: number,
  refund: Channel['refund'],
  shows: Channel['shows'],
  charge: MidtransChannel['charge'],
): MidtransChannel {
  return { method: 'E_WALLET', wallet, name, code, min: 1, max, shows, refund, charge };
}

/** What a payer may use; every bank or wallet when none is named, nothing when the name is unknown. */
export function channelsFor(
  method: GatewayMethod,
  bank?: string,
  wallet?: string,
): readonly MidtransChannel[] {
  return CHANNELS.filter(
    (channel) =>
      channel.method === method &&
      (bank === undefined || channel.bank === bank) &&
      (wallet === undefined || channel.wallet === wallet),
  );
}
