import { formatRupiah } from '@minispod/contracts/rupiah';
import type { NotificationData, Templates } from '../../kinds.js';

const TOP_UP_REASONS: Record<NotificationData['TOP_UP_FAILED']['reason'], string> = {
  DENIED: 'Pembayaran ditolak oleh bank atau penerbit kartu.',
  CANCELLED: 'Pembayaran dibatalkan sebelum selesai.',
  EXPIRED: 'Batas waktu pembayaran terlewati.',
  GATEWAY_FAILED: 'Penyedia pembayaran tidak dapat memprosesnya.',
};

export const wallet = {
  WELCOME: ({ name }) => ({
    title: `Selamat datang, ${name}`,
    body: 'Akun Anda siap. Pilih aplikasi dari katalog, dan beberapa menit kemudian sudah berjalan.',
    mail: {
      subject: 'Selamat datang di MinisPod',
      paragraphs: [
        `Halo ${name}, akun Anda sudah siap.`,
        'Belum ada yang ditagih. Anda membayar dari saldo di dompet, dan hanya untuk yang Anda jalankan sendiri.',
        'Langkah pertama: pilih aplikasi dari katalog. Beberapa menit kemudian aplikasi itu berjalan di alamatnya sendiri.',
      ],
      action: 'Lihat katalog',
    },
  }),

  TOP_UP_RECEIVED: ({ amount, balance }) => ({
    title: `${formatRupiah(amount)} masuk ke dompet Anda`,
    body: `Saldo Anda sekarang ${formatRupiah(balance)}.`,
    mail: {
      subject: `${formatRupiah(amount)} sudah masuk ke dompet Anda`,
      paragraphs: [
        `Pembayaran Anda sebesar ${formatRupiah(amount)} sudah kami terima.`,
        `Saldo Anda sekarang ${formatRupiah(balance)} dan langsung dapat dipakai.`,
      ],
      action: 'Lanjutkan',
    },
  }),

  TOP_UP_FAILED: ({ amount, reason }) => ({
    title: `Isi saldo ${formatRupiah(amount)} tidak berhasil`,
    body: `${TOP_UP_REASONS[reason]} Saldo Anda tidak berubah.`,
    mail: {
      subject: `Isi saldo ${formatRupiah(amount)} tidak berhasil`,
      paragraphs: [
        `Isi saldo Anda sebesar ${formatRupiah(amount)} tidak berhasil. ${TOP_UP_REASONS[reason]}`,
        'Saldo Anda tidak berubah. Kalau uangnya ternyata sudah terpotong dan sampai kepada kami, saldo Anda tetap kami tambah.',
        'Anda dapat mencoba lagi kapan saja, juga dengan cara bayar yang lain.',
      ],
      action: 'Coba lagi',
    },
  }),

  CREDIT_ADJUSTED: ({ amount, balance, reason }) => ({
    title: `${formatRupiah(Math.abs(amount))} ${amount > 0 ? 'ditambahkan ke' : 'dikurangi dari'} dompet Anda`,
    body: `Alasannya: ${reason}. Saldo Anda sekarang ${formatRupiah(balance)}.`,
    mail: {
      subject: `${formatRupiah(Math.abs(amount))} ${amount > 0 ? 'ditambahkan ke' : 'dikurangi dari'} dompet Anda`,
      paragraphs: [
        amount > 0
          ? `Kami menambahkan ${formatRupiah(amount)} ke dompet Anda.`
          : `Kami mengurangi saldo dompet Anda sebesar ${formatRupiah(-amount)}.`,
        `Alasannya: ${reason}`,
        `Saldo Anda sekarang ${formatRupiah(balance)}. Kalau menurut Anda ini keliru, balas saja surat ini.`,
      ],
      action: 'Buka dompet',
    },
  }),

  INVOICE_SENT: ({ number, total, kind }) => ({
    title: `${number} kami kirim ke email Anda`,
    body: `Jumlahnya ${formatRupiah(total)}, terlampir sebagai PDF.`,
    mail: {
      subject: `${number}, ${formatRupiah(total)}`,
      paragraphs: [
        `Terlampir ${number}, berjumlah ${formatRupiah(total)}.`,
        kind === 'INVOICE'
          ? 'Semuanya sudah dibayar dari dompet Anda; tidak ada lagi yang perlu dibayar.'
          : 'Jumlah itu sudah kembali ke dompet Anda; tidak ada yang perlu Anda lakukan.',
      ],
      action: 'Lihat di konsol',
    },
  }),
} satisfies Partial<Templates>;
