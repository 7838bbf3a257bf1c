import type * as en from '../en/billing.js';
import type { Counterpart } from '../same-keys.js';

export const invoice: Counterpart<typeof en.invoice> = {
  title: 'Faktur',
  text: 'Dokumen bernomor untuk setiap rupiah yang Anda bayar atau terima kembali.',
  emptyTitle: 'Belum ada faktur',
  emptyText:
    'Begitu ada yang ditagih, fakturnya ada di sini untuk dibaca, diunduh, atau dikirim lewat email.',
  kind: { INVOICE: 'Faktur', CREDIT_NOTE: 'Nota kredit' },
  corrects: 'Mengoreksi {{number}}',
  issued: 'Terbit {{date}}',
  buyer: 'Untuk',
  lines: 'Rincian',
  subtotal: 'Subtotal',
  discount: 'Potongan',
  total: 'Total',
  taxBase: 'Di dalamnya, tanpa pajak',
  tax: 'Di dalamnya, PPN {{rate}}%',
  open: 'Buka PDF',
  download: 'Unduh',
  send: 'Kirim lewat email',
  sent: 'Sedang dikirim ke {{email}}',
  order: 'Lihat pesanan',
};

export const preference: Counterpart<typeof en.preference> = {
  title: 'Pemberitahuan lewat email',
  text: 'Semuanya tampil di konsol. Pilih mana yang juga dikirim lewat email.',
  always: 'selalu dikirim',
  group: { money: 'Uang', services: 'Layanan Anda', account: 'Akun Anda' },
  kind: {
    WELCOME: 'Selamat datang',
    TOP_UP_RECEIVED: 'Isi saldo sudah masuk',
    TOP_UP_FAILED: 'Isi saldo tidak terbayar',
    INSTANCE_RUNNING: 'Layanan sudah berjalan',
    INSTANCE_FAILED: 'Layanan tidak dapat dijalankan',
    RENEWED: 'Langganan diperpanjang',
    CREDIT_LOW: 'Saldo tidak akan cukup untuk perpanjangan',
    PAYMENT_DUE: 'Perpanjangan belum terbayar',
    SUSPENDED: 'Layanan ditangguhkan',
    REACTIVATED: 'Layanan kembali setelah dibayar',
    EXPIRED: 'Layanan berakhir tanpa dibayar dan dihapus',
    SUBSCRIPTION_ENDED: 'Langganan berakhir',
    CANCELLED: 'Langganan dibatalkan',
    UPGRADED: 'Naik paket selesai',
    UPGRADE_FAILED: 'Naik paket tidak berhasil',
    DOWNGRADED: 'Paket kecil yang direncanakan mulai berlaku',
    DOWNGRADE_POSTPONED: 'Paket kecil yang direncanakan sedang penuh',
    WAITLIST_OFFER: 'Ada tempat yang disimpan untuk Anda',
    CREDIT_ADJUSTED: 'Operator mengubah saldo Anda',
    SUSPENDED_BY_ADMINISTRATOR: 'Operator menangguhkan layanan',
    RESUMED: 'Operator menjalankan lagi layanan',
    INVOICE_SENT: 'Faktur yang Anda minta',
  },
};

export const reason: Counterpart<typeof en.reason> = {
  UNPAID: 'Tidak terbayar',
  PAID: 'Sudah dibayar',
  PERIOD_ENDED: 'Masa yang dibayar sudah habis',
  CANCELLED: 'Dibatalkan',
  ADMINISTRATOR: 'Ditangguhkan oleh operator',
  RESUMED: 'Dijalankan lagi oleh operator',
  UPGRADED: 'Paket yang lebih besar sudah berjalan',
  RENEWED: 'Masa berikutnya sudah dibayar',
  YEARLY: 'Satu tahun sudah dibayar',
  PROVISIONING_FAILED: 'Tidak dapat dijalankan',
};
