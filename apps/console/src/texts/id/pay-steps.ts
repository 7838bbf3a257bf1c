import type * as en from '../en/pay-steps.js';
import type { Counterpart } from '../same-keys.js';

export const paySteps: Counterpart<typeof en.paySteps> = {
  title: 'Cara membayar',
  place: { mobile: 'M-banking', atm: 'ATM' },
  bca: {
    mobile:
      'Buka BCA mobile, pilih m-BCA.\nPilih m-Transfer, lalu BCA Virtual Account.\nKetik {{number}}, lalu tekan Send.\nPeriksa nama dan jumlahnya, lalu masukkan PIN.',
    atm: 'Pilih Transaksi Lainnya, lalu Transfer.\nPilih Ke Rek BCA Virtual Account.\nKetik {{number}}, lalu tekan Benar.\nPeriksa nama dan jumlahnya, lalu tekan Ya.',
  },
  bni: {
    mobile:
      'Buka BNI Mobile Banking atau wondr by BNI.\nPilih Transfer, lalu Virtual Account Billing.\nKetik {{number}}.\nPeriksa nama dan jumlahnya, lalu masukkan password transaksi.',
    atm: 'Pilih Menu Lainnya, lalu Transfer.\nPilih Virtual Account Billing.\nKetik {{number}}.\nPeriksa nama dan jumlahnya, lalu konfirmasi.',
  },
  bri: {
    mobile:
      'Buka BRImo, pilih BRIVA.\nPilih Pembayaran Baru, ketik {{number}}.\nPeriksa nama dan jumlahnya.\nMasukkan PIN.',
    atm: 'Pilih Transaksi Lain, lalu Pembayaran.\nPilih Lainnya, lalu BRIVA.\nKetik {{number}}.\nPeriksa nama dan jumlahnya, lalu tekan Ya.',
  },
  mandiri: {
    mobile:
      'Buka Livin’ by Mandiri, pilih Bayar/VA.\nKetik {{number}} di kolom pencarian, pilih yang ditemukan.\nPeriksa nama dan jumlahnya.\nMasukkan PIN.',
    atm: 'Pilih Bayar/Beli, lalu Lainnya.\nPilih Multipayment.\nKetik {{number}}.\nPeriksa nama dan jumlahnya, lalu konfirmasi.',
  },
  'mandiri-bill': {
    mobile:
      'Buka Livin’ by Mandiri, pilih Bayar/VA.\nCari kode perusahaan {{biller}}, lalu pilih.\nKetik kode pembayaran {{number}}.\nPeriksa jumlahnya, lalu masukkan PIN.',
    atm: 'Pilih Bayar/Beli, Lainnya, lalu Multipayment.\nKetik kode perusahaan {{biller}}, lalu tekan Benar.\nKetik kode pembayaran {{number}}, lalu tekan Benar.\nPeriksa jumlahnya, tekan 1, lalu Ya.',
  },
  permata: {
    mobile:
      'Buka PermataME (atau PermataMobile X).\nPilih Bayar Tagihan, lalu Virtual Account.\nKetik {{number}}.\nPeriksa nama dan jumlahnya, lalu masukkan PIN.',
    atm: 'Pilih Transaksi Lainnya, lalu Pembayaran.\nPilih Pembayaran Lainnya, lalu Virtual Account.\nKetik {{number}}, lalu tekan Benar.\nPeriksa nama dan jumlahnya, lalu tekan Benar.',
  },
  other: {
    mobile:
      'Buka aplikasi bank Anda.\nPilih Virtual Account, biasanya di bawah Transfer atau Bayar.\nKetik {{number}}.\nPeriksa nama dan jumlahnya, lalu konfirmasi.',
    atm: 'Pilih Transaksi Lainnya, lalu Pembayaran.\nPilih Virtual Account.\nKetik {{number}}.\nPeriksa nama dan jumlahnya, lalu konfirmasi.',
  },
};
