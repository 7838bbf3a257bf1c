import type { GatewayMethod } from '@minispod/domain/ports/payment-gateway';

/** One way to pay: Snap's code for it and the amounts it takes, in whole rupiah. */
export interface Channel {
  readonly code: string;
  readonly min: number;
  readonly max: number;
}

const MILLION = 1_000_000;
const BILLION = 1_000 * MILLION;

// Amounts: https://docs.midtrans.com/docs/berapa-jumlah-transaksi-minimal-dan-maksimal-yang-dapat-diterima-oleh-midtrans.
// It names no upper end for BNI; the 20 billion of the other banks stands in.
const BANKS: Readonly<Record<string, Channel>> = {
  bca: { code: 'bca_va', min: 10_000, max: 20 * BILLION },
  bni: { code: 'bni_va', min: 1, max: 20 * BILLION },
  bri: { code: 'bri_va', min: 1, max: 20 * BILLION },
  mandiri: { code: 'echannel', min: 1, max: 50 * BILLION },
  permata: { code: 'permata_va', min: 1, max: 9_999_999_999 },
};

const QRIS: Channel = { code: 'other_qris', min: 1, max: 10 * MILLION };

// Unverified users of a wallet may pay 2 million only; the wallet itself tells them so.
const WALLETS: Readonly<Record<string, Channel>> = {
  gopay: { code: 'gopay', min: 1, max: 20 * MILLION },
  ovo: { code: 'ovo', min: 1, max: 99_999_999 },
  dana: { code: 'dana', min: 1, max: 20 * MILLION },
  shopeepay: { code: 'shopeepay', min: 1, max: 20 * MILLION },
  // Snap has no code for LinkAja; its app pays any QRIS.
  linkaja: QRIS,
};

const CARD: Channel = { code: 'credit_card', min: 10_000, max: 999_999_999 };

const pick = (table: Readonly<Record<string, Channel>>, name: string | undefined): readonly Channel[] => {
  if (name === undefined) return Object.values(table);
  const channel = Object.hasOwn(table, name) ? table[name] : undefined;
  return channel ? [channel] : [];
};

/** What a payer may use; every bank or wallet when none is named, nothing when the name is unknown. */
export function channelsFor(method: GatewayMethod, bank?: string, wallet?: string): readonly Channel[] {
  switch (method) {
    case 'BANK_TRANSFER':
      return pick(BANKS, bank);
    case 'E_WALLET':
      return pick(WALLETS, wallet);
    case 'CREDIT_CARD':
      return [CARD];
    case 'QRIS':
      return [QRIS];
  }
}

/**
 * Least and most that can be paid so, in whole rupiah: with no bank or wallet named, that at least one of them takes it.
 * Throws a RangeError for an unknown bank or wallet.
 */
export function methodLimits(
  method: GatewayMethod,
  bank?: string,
  wallet?: string,
): { min: number; max: number } {
  const channels = channelsFor(method, bank, wallet);
  if (channels.length === 0) throw new RangeError(`no such bank or wallet: ${bank ?? wallet}`);
  return {
    min: Math.min(...channels.map(({ min }) => min)),
    max: Math.max(...channels.map(({ max }) => max)),
  };
}
