import type * as en from '../en/approvals.js';
import type { Counterpart } from '../same-keys.js';

/** What needs two administrators. */
export const approvals: Counterpart<typeof en.approvals> = {
  text: 'Jumlah besar baru bergerak setelah administrator kedua memeriksanya. Sebelum itu belum ada uang yang berpindah.',
  show: 'Tampilkan',
  none: 'Tidak ada yang menunggu administrator kedua',
  noneText: 'Permintaan di atas batas satu administrator muncul di sini dan kedaluwarsa dengan sendirinya.',
  kind: {
    ADJUST: 'Saldo {{customer}}',
    APPROVE_TRANSFER: 'Transfer dari {{customer}}',
    CREDIT_PAYMENT: 'Pembayaran dari {{customer}}',
    REFUND: 'Pengembalian kepada {{customer}}',
    RESOLVE_DIFFERENCE: 'Selisih untuk {{customer}}',
  },
  status: { PENDING: 'Menunggu', DONE: 'Disetujui', REFUSED: 'Ditolak', EXPIRED: 'Kedaluwarsa' },
  asked: 'Diminta {{name}} pada {{date}}: {{reason}}',
  until: 'Kedaluwarsa pada {{date}}; saat itu tidak ada uang yang berpindah.',
  decided: 'Diputuskan {{name}} pada {{date}}',
  decidedBecause: 'Diputuskan {{name}} pada {{date}}: {{reason}}',
  nobody:
    'Tidak ada administrator aktif lain yang dapat menyetujuinya. Tambahkan satu, atau permintaan ini kedaluwarsa.',
  own: 'Anda yang memintanya: administrator lain yang harus menyetujui.',
  ownWalletRow: 'Ini dompet Anda sendiri: administrator lain yang harus memutuskan.',
  approve: 'Setujui {{amount}}',
  approveTitle: 'Setujui {{amount}} untuk {{customer}}?',
  approveText:
    'Langsung dijalankan atas nama {{name}} dan dicatat dalam catatan audit dengan nama Anda berdua.',
  refuse: 'Tolak',
  withdraw: 'Tarik kembali',
  refuseTitle: 'Tidak jadi dilakukan?',
  refuseText: 'Tidak ada uang yang berpindah. Yang meminta dapat membaca alasannya.',
  see: 'Lihat',
  waitsTitle: '{{amount}} menunggu administrator kedua',
  waitsText:
    'Diminta {{name}}: {{reason}}. Belum ada uang yang berpindah. Permintaan kedaluwarsa pada {{date}}.',
  waitsDone: 'Menunggu administrator kedua sampai {{date}}. Belum ada uang yang berpindah.',
  open: 'Buka permintaan',
  ownWallet:
    'Ini dompet Anda sendiri: administrator lain yang harus melakukannya. Tidak ada uang yang berpindah.',
  alreadyAsked: 'Administrator kedua sudah dimintai keputusan tentang ini. Tidak ada yang dilakukan lagi.',
  alreadyDecided: 'Permintaan ini sudah diputuskan atau kedaluwarsa. Silakan periksa kembali.',
  noLongerCovered: 'Saldonya tidak lagi cukup. Tidak ada uang yang berpindah; permintaannya tetap menunggu.',
};
