import { formatRupiah } from '@minispod/contracts/rupiah';
import type { NotificationData, Templates } from '../../kinds.js';

const TOP_UP_REASONS: Record<NotificationData['TOP_UP_FAILED']['reason'], string> = {
  DENIED: 'Pembayaran ditolak oleh bank atau penerbit kartu.',
  CANCELLED: 'Pembayaran dibatalkan sebelum selesai.',
  EXPIRED: 'Batas waktu pembayaran terlewati.',
  GATEWAY_FAILED: 'Penyedia pembayaran tidak dapat memprosesnya.',
  REVERSED: 'Uangnya kembali ke asalnya sebelum sampai kepada kami.',
  NOT_ACCEPTED: 'Kami sudah memeriksanya dengan penyedia pembayaran dan tidak dapat menerimanya.',
  REJECTED: 'Kami tidak menemukan transfer ini di rekening kami.',
};

const REVERSALS: Record<NotificationData['TOP_UP_REVERSED']['reversal'], string> = {
  REFUND: 'Penyedia pembayaran mengembalikan uangnya ke asalnya.',
  CHARGEBACK: 'Bank atau penerbit kartu Anda menarik uangnya kembali (chargeback).',
  DENIAL: 'Bank Anda membatalkan pembayaran ini setelah sempat dilaporkan berhasil.',
};

export const wallet = {
  WELCOME: () => ({
    title: 'Selamat datang',
    body: 'Akun Anda siap. Pilih aplikasi dari katalog, dan beberapa menit kemudian sudah berjalan.',
    mail: {
      subject: 'Selamat datang di MinisPod',
      paragraphs: [
        'Halo, akun Anda sudah siap.',
        'Belum ada yang ditagih. Anda membayar dari saldo di dompet, dan hanya untuk yang Anda jalankan sendiri.',
        'Langkah pertama: pilih aplikasi dari katalog. Beberapa menit kemudian aplikasi itu berjalan di alamatnya sendiri.',
      ],
      action: 'Lihat katalog',
    },
  }),

  TOP_UP_RECEIVED: ({ amount, balance, debtPaid = 0, transactionId, serviceName }) => ({
    title: serviceName
      ? `Pembayaran Anda untuk ${serviceName} sudah masuk`
      : `${formatRupiah(amount)} masuk ke dompet Anda`,
    body: `${serviceName ? `Layanannya sedang dijalankan dan siap beberapa menit lagi. ` : ''}${debtPaid > 0 ? `${formatRupiah(debtPaid)} melunasi tunggakan Anda. ` : ''}Saldo Anda sekarang ${formatRupiah(balance)}.`,
    mail: {
      subject: serviceName
        ? `Pembayaran Anda untuk ${serviceName} sudah masuk`
        : `${formatRupiah(amount)} sudah masuk ke dompet Anda`,
      paragraphs: [
        `Pembayaran Anda sebesar ${formatRupiah(amount)} sudah kami terima.`,
        ...(serviceName
          ? [
              `Pembayaran itu melunasi pesanan ${serviceName} Anda. Layanannya sedang dijalankan dan siap beberapa menit lagi.`,
            ]
          : []),
        ...(debtPaid > 0
          ? [
              `${formatRupiah(debtPaid)} di antaranya melunasi tunggakan Anda sejak uang Anda ditarik kembali.`,
            ]
          : []),
        `Saldo Anda sekarang ${formatRupiah(balance)}${balance > 0 ? ' dan langsung dapat dipakai' : ''}.`,
        ...(transactionId ? ['Bukti pembayarannya terlampir.'] : []),
      ],
      action: 'Lanjutkan',
    },
  }),

  TOP_UP_FAILED: ({ amount, reason, note, serviceName }) => ({
    title: serviceName
      ? `Pesanan ${serviceName} Anda tidak terbayar`
      : `Isi saldo ${formatRupiah(amount)} tidak berhasil`,
    body: `${TOP_UP_REASONS[reason]}${note ? ` Catatan kami: ${note}.` : ''}${serviceName ? ' Pesanannya dibatalkan; tidak ada yang ditagih.' : ' Saldo Anda tidak berubah.'}`,
    mail: {
      subject: serviceName
        ? `Pesanan ${serviceName} Anda tidak terbayar`
        : `Isi saldo ${formatRupiah(amount)} tidak berhasil`,
      paragraphs: [
        serviceName
          ? `Pesanan ${serviceName} sebesar ${formatRupiah(amount)} tidak terbayar. ${TOP_UP_REASONS[reason]}`
          : `Isi saldo Anda sebesar ${formatRupiah(amount)} tidak berhasil. ${TOP_UP_REASONS[reason]}`,
        ...(note ? [`Catatan kami: ${note}`] : []),
        serviceName
          ? 'Pesanannya dibatalkan dan tempatnya kembali kosong. Kalau uangnya ternyata sudah terpotong dan sampai kepada kami, saldo Anda kami tambah.'
          : 'Saldo Anda tidak berubah. Kalau uangnya ternyata sudah terpotong dan sampai kepada kami, saldo Anda tetap kami tambah.',
        'Anda dapat mencoba lagi kapan saja, juga dengan cara bayar yang lain.',
      ],
      action: 'Coba lagi',
    },
  }),

  TOP_UP_REVERSED: ({ amount, taken, owed, excess = 0, reversal }) => ({
    title: `${formatRupiah(amount)} dari isi saldo Anda ditarik kembali`,
    body:
      owed > 0
        ? `Tunggakan Anda sekarang bertambah ${formatRupiah(owed)}.`
        : `Saldo Anda berkurang ${formatRupiah(taken)}.`,
    mail: {
      subject: `${formatRupiah(amount)} dari isi saldo Anda ditarik kembali`,
      paragraphs: [
        `${formatRupiah(amount)} dari isi saldo Anda tidak tetap pada kami. ${REVERSALS[reversal]}`,
        ...(excess > 0
          ? [
              `${formatRupiah(excess)} di antaranya sudah pernah kami kembalikan: Anda menerimanya dua kali, jadi uang itu milik kami.`,
            ]
          : []),
        ...(taken > 0 ? [`Saldo Anda kami kurangi sebesar ${formatRupiah(taken)}.`] : []),
        ...(owed > 0
          ? [
              `${formatRupiah(owed)} sudah tidak ada di dompet Anda. Jumlah itu menjadi tunggakan Anda dan dilunasi lebih dulu oleh uang yang masuk berikutnya.`,
            ]
          : []),
        'Layanan Anda tetap berjalan selama saldo mencukupi. Kalau Anda tidak tahu soal ini, balas saja surat ini.',
      ],
      action: 'Buka dompet',
    },
  }),

  DEBT_PAID: ({ amount, left }) => ({
    title: `${formatRupiah(amount)} melunasi tunggakan Anda`,
    body:
      left > 0
        ? `Itu uang yang kembali kepada Anda. Tunggakan Anda masih ${formatRupiah(left)}.`
        : 'Itu uang yang kembali kepada Anda. Tunggakan Anda sudah lunas.',
    mail: {
      subject: `${formatRupiah(amount)} melunasi tunggakan Anda`,
      paragraphs: [
        `Ada uang yang kembali ke dompet Anda, dan ${formatRupiah(amount)} di antaranya melunasi tunggakan sejak pembayaran Anda pernah ditarik kembali.`,
        left > 0
          ? `Tunggakan Anda masih ${formatRupiah(left)}: uang yang masuk berikutnya melunasinya lebih dulu.`
          : 'Tunggakan Anda sudah lunas. Sisanya, bila ada, tetap di saldo Anda.',
      ],
      action: 'Buka dompet',
    },
  }),

  REFUND_SENT: ({ amount, channel, reason }) => ({
    title: `${formatRupiah(amount)} sedang kembali kepada Anda`,
    body:
      channel === 'SOURCE'
        ? 'Uangnya kembali ke tempat Anda membayar. Bank dan dompet digital perlu waktu hingga 14 hari.'
        : 'Kami sudah mengirimnya ke rekening bank Anda.',
    mail: {
      subject: `${formatRupiah(amount)} sedang kembali kepada Anda`,
      paragraphs: [
        channel === 'SOURCE'
          ? `${formatRupiah(amount)} dari isi saldo Anda kami kembalikan ke tempat Anda membayar. Bank dan dompet digital perlu waktu hingga 14 hari.`
          : `${formatRupiah(amount)} dari isi saldo Anda sudah kami kirim ke rekening bank Anda.`,
        ...(reason ? [`Alasannya: ${reason}`] : []),
      ],
      action: 'Buka dompet',
    },
  }),

  ORDER_LAPSED: ({ serviceName, amount, mayStillCome }) => ({
    title: `Pesanan ${serviceName} tidak dibayar pada waktunya`,
    body: mayStillCome
      ? `Tempatnya sudah dilepas. Begitu ${formatRupiah(amount)} Anda tiba, uangnya masuk ke dompet dan pesanan kami coba lagi.`
      : 'Tempatnya sudah dilepas dan tidak ada yang ditagih.',
    mail: {
      subject: `Pesanan ${serviceName} tidak dibayar pada waktunya`,
      paragraphs: [
        `Tempat untuk sebuah pesanan kami simpan selama 30 menit. Pesanan ${serviceName} Anda belum dibayar dalam waktu itu, jadi tempatnya sudah dilepas.`,
        mayStillCome
          ? `Sudah mengirim ${formatRupiah(amount)}? Tidak ada yang hilang: begitu terkonfirmasi, uangnya masuk ke dompet Anda dan pesanannya langsung kami coba lagi.`
          : 'Tidak ada yang ditagih. Bila Anda sempat membayar pada saat terakhir, uangnya masuk ke dompet Anda.',
      ],
      action: mayStillCome ? 'Lihat pembayaran' : `Pesan ${serviceName} lagi`,
    },
  }),

  CHECKOUT_LAPSED: ({ serviceName, amount }) => ({
    title: `Pembayaran ${serviceName} datang setelah waktunya`,
    body: `${formatRupiah(amount)} ada di dompet Anda. ${serviceName} belum dijalankan.`,
    mail: {
      subject: `Pembayaran ${serviceName} datang setelah waktunya`,
      paragraphs: [
        `Kami menerima ${formatRupiah(amount)} untuk ${serviceName}, tetapi pesanannya tidak dapat ditahan sampai saat itu, jadi belum dijalankan.`,
        'Uangnya ada di dompet Anda dan bebas dipakai: pesan lagi, dan layanan langsung dijalankan.',
      ],
      action: `Pesan ${serviceName} lagi`,
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
