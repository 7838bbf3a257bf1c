import { formatDateTime } from '@minispod/contracts/jakarta-time';
import { formatRupiah } from '@minispod/contracts/rupiah';
import type { Templates } from '../../kinds.js';
import { PROBLEMS } from './instance.js';

export const subscription = {
  SUBSCRIPTION_ENDED: ({ serviceName }) => ({
    title: `${serviceName} sudah berakhir`,
    body: 'Masa langganannya habis dan memang tidak diperpanjang. Tidak ada yang ditagih.',
    mail: {
      subject: `${serviceName} sudah berakhir`,
      paragraphs: [
        `Masa langganan ${serviceName} habis dan, sesuai keinginan Anda, tidak diperpanjang. Tidak ada yang ditagih.`,
        'Layanan beserta datanya sudah dihapus. Anda dapat memulainya lagi dari katalog kapan saja.',
      ],
      action: 'Lihat katalog',
    },
  }),

  CANCELLED: ({ serviceName, refunded }) => ({
    title: `${serviceName} dibatalkan`,
    body:
      refunded > 0
        ? `${formatRupiah(refunded)} sudah kembali ke dompet Anda.`
        : 'Tidak ada sisa yang perlu dikembalikan.',
    mail: {
      subject: `${serviceName} dibatalkan${refunded > 0 ? `; ${formatRupiah(refunded)} kembali ke dompet Anda` : ''}`,
      paragraphs: [
        `${serviceName} sudah dibatalkan. Layanan beserta datanya dihapus.`,
        refunded > 0
          ? `${formatRupiah(refunded)}, bagian yang belum terpakai dari yang Anda bayar, sudah kembali ke dompet Anda.`
          : 'Tidak ada sisa yang perlu dikembalikan.',
      ],
      action: 'Buka dompet',
    },
  }),

  UPGRADED: ({ serviceName, planName, amount }) => ({
    title: `${serviceName} kini memakai paket ${planName}`,
    body: `${charged(amount)} Tanggal perpanjangannya tetap.`,
    mail: {
      subject: `${serviceName} kini memakai paket ${planName}`,
      paragraphs: [
        `${serviceName} kini memakai paket ${planName}, dengan data yang sama.`,
        `${charged(amount)} Tanggal perpanjangannya tetap; mulai saat itu berlaku harga paket ${planName}.`,
      ],
      action: 'Lihat langganan',
    },
  }),

  UPGRADE_FAILED: ({ serviceName, planName, refunded, problemCode }) => ({
    title: `${serviceName} belum dapat naik ke paket ${planName}`,
    body: `${PROBLEMS[problemCode]} Semuanya tetap seperti semula. ${returned(refunded)}`,
    mail: {
      subject: `${serviceName} belum dapat naik ke paket ${planName}${refunded > 0 ? '; uang Anda sudah kembali' : ''}`,
      paragraphs: [
        `${serviceName} belum dapat naik ke paket ${planName}. ${PROBLEMS[problemCode]}`,
        `Paket, harga, dan tanggal perpanjangannya persis seperti semula, begitu juga data Anda. ${returned(refunded)}`,
        'Anda dapat mencobanya lagi kapan saja.',
      ],
      action: 'Lihat langganan',
    },
  }),

  DOWNGRADED: ({ serviceName, planName }) => ({
    title: `${serviceName} kini memakai paket ${planName}`,
    body: 'Perpindahan yang Anda rencanakan sudah selesai. Data dan penyimpanannya tetap.',
    mail: {
      subject: `${serviceName} kini memakai paket ${planName}`,
      paragraphs: [
        `Perpindahan yang Anda rencanakan sudah selesai: ${serviceName} kini memakai paket ${planName} dan diperpanjang dengan harganya.`,
        'Data dan ruang penyimpanannya tetap seperti semula.',
      ],
      action: 'Lihat langganan',
    },
  }),

  DOWNGRADE_POSTPONED: ({ serviceName, planName, instances, maximum }) => ({
    title:
      maximum === undefined
        ? `${serviceName} tetap di paketnya: ${planName} sedang penuh`
        : `${serviceName} tetap di paketnya: jatah instance ${planName} lebih sedikit`,
    body: 'Masa langganan baru dimulai dengan paket yang sekarang. Perpindahannya dapat direncanakan lagi.',
    mail: {
      subject: `${serviceName} tetap di paketnya`,
      paragraphs: [
        maximum === undefined
          ? `Anda berencana memindahkan ${serviceName} ke paket ${planName}, tetapi pada harinya paket itu sedang penuh.`
          : `Anda berencana memindahkan ${serviceName} ke paket ${planName} yang hanya memuat ${maximum} instance, sedangkan Anda punya ${instances}.`,
        'Jadi layanannya tetap memakai paket yang sekarang, dengan harga yang sekarang. Anda dapat merencanakannya lagi untuk akhir masa langganan ini.',
      ],
      action: 'Lihat langganan',
    },
  }),

  WAITLIST_OFFER: ({ serviceName, planName, until }) => ({
    title: `Satu tempat ${serviceName} ${planName} kami simpan untuk Anda`,
    body: `Sampai ${formatDateTime(until, 'id')}. Sesudah itu giliran antrean berikutnya.`,
    mail: {
      subject: `Ada tempat ${serviceName} ${planName} untuk Anda`,
      paragraphs: [
        `Anda menunggu ${serviceName} ${planName}: sekarang ada tempat, dan kami simpan untuk Anda sampai ${formatDateTime(until, 'id')}.`,
        'Tidak ada yang ditagih sebelum Anda menyalakannya. Lewat waktu itu, tempatnya beralih ke antrean berikutnya.',
      ],
      action: 'Ambil tempatnya',
    },
  }),
} satisfies Partial<Templates>;

function charged(amount: number): string {
  return amount > 0 ? `${formatRupiah(amount)} diambil dari dompet Anda.` : 'Tidak ada yang ditagih.';
}

function returned(refunded: number): string {
  return refunded > 0 ? `${formatRupiah(refunded)} sudah kembali ke dompet Anda.` : 'Tidak ada yang ditagih.';
}
