import type { ReceiptView } from '@minispod/contracts/receipt';
import type { Locale } from '@minispod/contracts/shared';
import type { TopUpMethod } from '@minispod/contracts/wallet';

interface Words {
  title: string;
  from: string;
  to: string;
  received(at: string): string;
  what: string;
  credit: string;
  how: string;
  methods: Record<TopUpMethod, string>;
  by: string;
  reference: string;
  gatewayReference: string;
  since: string;
  amount: string;
  reversals: Record<ReceiptView['reversals'][number]['kind'], string>;
  underway: string;
  left: string;
  notAnInvoice: string;
}

export const receiptWords: Record<Locale, Words> = {
  en: {
    title: 'Payment receipt',
    from: 'Received by',
    to: 'Received from',
    received: (at) => `received on ${at}`,
    what: 'For',
    credit: 'Top-up of the wallet',
    how: 'Paid by',
    methods: {
      BANK_TRANSFER: 'Virtual account',
      E_WALLET: 'E-wallet',
      CREDIT_CARD: 'Card',
      QRIS: 'QRIS',
      MANUAL_TRANSFER: 'Bank transfer',
    },
    by: 'Payment provider',
    reference: 'Reference',
    gatewayReference: 'Provider’s reference',
    since: 'Since then',
    amount: 'Received',
    reversals: { REFUND: 'Refunded', CHARGEBACK: 'Taken back by the bank', DENIAL: 'Taken back by the bank' },
    underway: 'Refund on its way',
    left: 'Remaining',
    notAnInvoice:
      'This confirms that the payment arrived. It is not an invoice: whatever is bought with the credit has an invoice of its own.',
  },
  id: {
    title: 'Bukti pembayaran',
    from: 'Diterima oleh',
    to: 'Diterima dari',
    received: (at) => `diterima pada ${at}`,
    what: 'Untuk',
    credit: 'Isi saldo dompet',
    how: 'Dibayar dengan',
    methods: {
      BANK_TRANSFER: 'Virtual account',
      E_WALLET: 'Dompet digital',
      CREDIT_CARD: 'Kartu',
      QRIS: 'QRIS',
      MANUAL_TRANSFER: 'Transfer bank',
    },
    by: 'Penyedia pembayaran',
    reference: 'Nomor referensi',
    gatewayReference: 'Referensi penyedia',
    since: 'Sesudah itu',
    amount: 'Diterima',
    reversals: {
      REFUND: 'Dikembalikan',
      CHARGEBACK: 'Ditarik kembali oleh bank',
      DENIAL: 'Ditarik kembali oleh bank',
    },
    underway: 'Pengembalian sedang diproses',
    left: 'Sisa',
    notAnInvoice:
      'Bukti ini menyatakan bahwa pembayaran telah diterima, dan bukan faktur: apa pun yang dibeli dengan saldo ini memiliki fakturnya sendiri.',
  },
};

/** As they write themselves; whoever is not here is written as their code. */
export const BRANDS: Readonly<Record<string, string>> = {
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
  midtrans: 'Midtrans',
  tripay: 'Tripay',
};
