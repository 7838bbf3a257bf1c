import type * as en from '../en/subscribe.js';
import type { Counterpart } from '../same-keys.js';

export const subscribe: Counterpart<typeof en.subscribe> = {
  title: 'Mulai {{service}}',
  plan: 'Paket',
  billing: 'Bayar',
  monthly: 'tiap bulan',
  yearly: 'tiap tahun',
  name: 'Nama',
  nameHint: 'Hanya untuk Anda, agar mudah dibedakan.',
  address: 'Alamat',
  addressHint: 'Huruf, angka, dan tanda hubung. Jika dikosongkan, kami yang memilihkan.',
  addressChecking: 'Memeriksa',
  addressFree: '{{host}} tersedia',
  addressTaken: '{{host}} sudah dipakai. Coba kata lain.',
  addressShort: 'Minimal 3 karakter.',
  addressLong: 'Maksimal 40 karakter.',
  addressShape: 'Hanya huruf, angka, dan tanda hubung; tidak diawali atau diakhiri tanda hubung.',
  nameWrong: 'Satu baris, paling banyak 60 karakter, tanpa tautan dan tanpa karakter yang tidak terlihat.',
  summary: 'Ringkasan',
  linePlanMonthly: '{{plan}}, satu bulan',
  linePlanYearly: '{{plan}}, satu tahun',
  lineSetup: 'Pemasangan, sekali saja',
  discount: 'Potongan',
  total: 'Total hari ini',
  balanceNow: 'Saldo sekarang',
  balanceAfter: 'Saldo setelahnya',
  missing: 'Kurang',
  renews: 'Diperpanjang {{date}} sebesar {{amount}}. Anda bisa berhenti sebelum itu.',
  renewsFree: 'Gratis, dan tetap tanpa tagihan pada {{date}}.',
  promise:
    'Uangnya hanya disisihkan sampai layanan berjalan. Kalau tidak jadi berjalan, semuanya dikembalikan.',
  pay: 'Bayar {{amount}} dan mulai',
  startFree: 'Mulai gratis',
  topUp: 'Isi kekurangan {{amount}} dan mulai',
  topUpMinimum: 'Isi saldo paling sedikit {{amount}}; sisanya tetap di dompet Anda.',
  finish: 'Uangnya sudah masuk. Satu ketukan lagi untuk memulai.',
  registerToStart: 'Buat akun dan mulai',
  registerHint: 'Pilihan Anda disimpan: setelahnya Anda kembali tepat ke sini.',
  haveAccount: 'Saya sudah punya akun',
  waiting: {
    title: 'Pesanan ini menunggu pembayaran {{amount}}',
    text: '{{service}} disimpan untuk Anda sampai {{time}} dan dimulai begitu Anda membayar. Belum ada yang ditagih. Jika ingin memesan dengan pilihan lain, batalkan dulu pesanan ini.',
    cancel: 'Batalkan pesanan',
  },
  obstacle: {
    DUPLICATE_SUBSCRIPTION: {
      title: 'Anda sudah memiliki {{service}}',
      text: 'Setiap layanan cukup satu kali berlangganan. Tidak ada yang ditagih.',
      action: 'Buka {{service}} Anda',
    },
    UPGRADE_REQUIRED: {
      title: 'Anda sudah memiliki {{service}} yang lebih kecil',
      text: 'Paket yang lebih besar adalah peningkatan dari yang sudah ada, supaya data Anda tetap utuh. Tidak ada yang ditagih.',
      action: 'Buka {{service}} Anda',
    },
    INVALID_PLAN: {
      title: 'Paket ini sudah tidak ditawarkan',
      text: 'Tidak ada yang ditagih. Silakan pilih paket lain.',
      action: 'Lihat paket lain',
    },
  },
};

export const waitlist: Counterpart<typeof en.waitlist> = {
  title: 'Semua tempat di {{plan}} sudah terisi',
  text: 'Masuklah ke antrean: begitu ada yang berhenti, satu tempat disimpan untuk Anda selama 24 jam dan Anda diberi tahu. Tidak ada biaya sampai Anda mengambilnya.',
  join: 'Masuk daftar tunggu',
  waitingTitle: 'Anda nomor {{position}} dalam antrean',
  waitingText:
    'Anda masuk pada {{date}}. Begitu ada tempat, Anda diberi tahu dan tempatnya disimpan selama 24 jam.',
  keptTitle: 'Satu tempat di {{plan}} disimpan untuk Anda sampai {{time}}',
  keptText: 'Mulailah sebelum itu; setelahnya tempat diberikan ke antrean berikutnya.',
  leave: 'Keluar dari antrean',
  leaveKept: 'Saya tidak membutuhkannya lagi',
  otherPlans: 'Lihat paket lain',
  visitor: 'Semua tempat sedang terisi. Dengan akun, Anda bisa masuk antrean tanpa biaya.',
};
