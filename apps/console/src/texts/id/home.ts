import type * as en from '../en/home.js';
import type { Counterpart } from '../same-keys.js';

export const home: Counterpart<typeof en.home> = {
  title: 'Halo, {{name}}',
  needsYou: 'Perlu Anda tangani',
  runs: 'Yang berjalan',
  due: 'Yang akan ditagih',
  allServices: 'Semua layanan',
  nothingDue: 'Tidak ada tagihan ke depan.',
  failed: '{{name}} tidak jadi berjalan',
  failedAction: 'Lihat penyebabnya',
  unwell: '{{name}} tidak menjawab',
  unwellSince: '{{name}} tidak menjawab sejak {{date}}',
  inBin: '{{name}} ada di tempat sampah sampai {{date}}',
  inBinText: 'Setelah itu dihapus beserta datanya. Sebelum itu masih bisa diambil kembali.',
  inBinAction: 'Lihat',
  openTopUp: 'Isi saldo {{amount}} belum dibayar',
  openTopUpText: 'Dibuat {{ago}}. Saldo masuk begitu Anda membayar.',
  openOrder: 'Sebuah pesanan menunggu pembayaran {{amount}}',
  openOrderText: 'Tempatnya disimpan sampai {{time}}. Layanan mulai begitu Anda membayar.',
  lapsedOrderText:
    'Tempatnya sudah dilepas. Begitu pembayaran terkonfirmasi, uangnya masuk ke dompet dan pesanan kami coba lagi.',
  openTopUpAction: 'Lanjutkan pembayaran',
  short: '{{service}} berhenti {{date}} kecuali saldo ditambah {{amount}}',
  shortText: 'Isi saldo sebelum itu dan layanan berjalan terus.',
  shortAction: 'Isi saldo {{amount}}',
  emptyTitle: 'Mulai layanan pertama Anda',
  emptyText: 'Pilih aplikasi; beberapa menit kemudian sudah berjalan di alamat Anda sendiri.',
  emptyAction: 'Buka katalog',
};
