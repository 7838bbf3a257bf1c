import { formatDate, formatDateTime } from '@minispod/contracts/jakarta-time';
import { formatRupiah } from '@minispod/contracts/rupiah';
import type { Templates } from '../../kinds.js';

const day = (iso: string) => formatDate(iso, 'id');
const moment = (iso: string) => formatDateTime(iso, 'id');

export const renewal = {
  RENEWED: ({ serviceName, amount, balance, paidUntil }) => ({
    title: `${serviceName} sudah dibayar sampai ${day(paidUntil)}`,
    body: `${formatRupiah(amount)} diambil dari dompet Anda; sisa saldo ${formatRupiah(balance)}.`,
    mail: {
      subject: `${serviceName} diperpanjang, ${formatRupiah(amount)}`,
      paragraphs: [
        `${serviceName} sudah dibayar sampai ${moment(paidUntil)}.`,
        `${formatRupiah(amount)} diambil dari dompet Anda, dan saldonya tinggal ${formatRupiah(balance)}. Fakturnya ada di konsol.`,
      ],
      action: 'Lihat langganan',
    },
  }),

  CREDIT_LOW: ({ serviceName, dueAt, daysLeft, amount, shortfall }) => ({
    title: `${serviceName} jatuh tempo ${day(dueAt)}, saldo kurang ${formatRupiah(shortfall)}`,
    body: `Biayanya ${formatRupiah(amount)}. Isi ${formatRupiah(shortfall)}, dan perpanjangannya berjalan sendiri.`,
    mail: {
      subject: `${serviceName} jatuh tempo ${daysLeft === 1 ? 'besok' : `${daysLeft} hari lagi`}, saldo kurang ${formatRupiah(shortfall)}`,
      paragraphs: [
        `${serviceName} diperpanjang pada ${moment(dueAt)} seharga ${formatRupiah(amount)}. Pada hari itu saldo Anda akan kurang ${formatRupiah(shortfall)}.`,
        `Cukup isi ${formatRupiah(shortfall)} sebelum tanggal itu; selebihnya berjalan sendiri.`,
        `Kalau belum terisi, ${serviceName} masih berjalan selama masa tenggang yang singkat, lalu dihentikan. Datanya tetap kami simpan.`,
      ],
      action: `Isi saldo ${formatRupiah(shortfall)}`,
    },
  }),

  PAYMENT_DUE: ({ serviceName, amountDue, shortfall, stopsAt }) => ({
    title: `${serviceName} berhenti ${day(stopsAt)} kalau saldo tidak ditambah ${formatRupiah(shortfall)}`,
    body: `Sekarang masih berjalan. Isi ${formatRupiah(shortfall)}, dan tagihannya lunas dalam hitungan detik.`,
    mail: {
      subject: `${serviceName} berhenti ${day(stopsAt)}, saldo kurang ${formatRupiah(shortfall)}`,
      paragraphs: [
        `${serviceName} akan berhenti pada ${moment(stopsAt)}, kecuali saldo dompet Anda bertambah ${formatRupiah(shortfall)}.`,
        `Tagihannya ${formatRupiah(amountDue)}, dan saldo Anda belum cukup. Sampai saat itu layanannya berjalan seperti biasa.`,
        `Isi ${formatRupiah(shortfall)}: tagihannya lunas dalam hitungan detik, dan masa langganannya tidak terputus.`,
      ],
      action: `Isi saldo ${formatRupiah(shortfall)}`,
    },
  }),

  SUSPENDED: ({ serviceName, amountDue, shortfall, deletedAt }) => ({
    title: `${serviceName} dihentikan; datanya disimpan sampai ${day(deletedAt)}`,
    body: `Isi saldo ${formatRupiah(shortfall)}, dan layanannya kembali lengkap dengan isinya.`,
    mail: {
      subject: `${serviceName} dihentikan; datanya aman sampai ${day(deletedAt)}`,
      paragraphs: [
        `${serviceName} dihentikan karena tagihan ${formatRupiah(amountDue)} tidak dapat dibayar dari dompet Anda.`,
        `Datanya kami simpan sampai ${moment(deletedAt)}, dan sesudah itu dihapus.`,
        `Isi saldo ${formatRupiah(shortfall)}, dan layanannya kembali lengkap dengan isinya. Masa langganan baru dimulai hari itu juga; hari-hari selama berhenti tidak ditagih.`,
      ],
      action: `Isi saldo ${formatRupiah(shortfall)}`,
    },
  }),

  REACTIVATED: ({ serviceName, amount, paidUntil }) => ({
    title: `${serviceName} sudah kembali`,
    body: `${formatRupiah(amount)} diambil dari dompet Anda; dibayar sampai ${day(paidUntil)}.`,
    mail: {
      subject: `${serviceName} sudah kembali`,
      paragraphs: [
        `${serviceName} sudah kembali bersama datanya. Kalau sebelumnya berjalan, sekarang langsung dinyalakan lagi.`,
        `${formatRupiah(amount)} diambil dari dompet Anda. Layanan ini dibayar sampai ${moment(paidUntil)}; hari-hari selama berhenti tidak ditagih.`,
      ],
      action: 'Lihat langganan',
    },
  }),

  EXPIRED: ({ serviceName }) => ({
    title: `${serviceName} sudah berakhir dan datanya dihapus`,
    body: 'Tagihannya tidak dibayar sampai masa simpan datanya habis. Anda tidak berutang apa pun.',
    mail: {
      subject: `${serviceName} sudah berakhir dan datanya dihapus`,
      paragraphs: [
        `Tagihan ${serviceName} tidak dibayar sampai masa simpan datanya habis. Layanannya sudah berakhir, dan datanya sudah dihapus.`,
        'Anda tidak berutang apa pun, dan ini surat terakhir tentang layanan itu.',
        'Anda dapat memulainya lagi dari katalog kapan saja; mulainya dari kosong.',
      ],
      action: 'Lihat katalog',
    },
  }),

  SUSPENDED_BY_ADMINISTRATOR: ({ serviceName, reason, instanceName }) => ({
    title: `${instanceName ?? serviceName} kami hentikan`,
    body: instanceName
      ? `Alasannya: ${reason ?? 'akun Anda ditangguhkan'}. Datanya tetap disimpan; langganannya berjalan terus.`
      : `Alasannya: ${reason ?? 'akun Anda ditangguhkan'}. Datanya tetap disimpan, dan selama itu tidak ada tagihan.`,
    mail: {
      subject: `${instanceName ?? serviceName} kami hentikan`,
      paragraphs: [
        `${instanceName ? `${instanceName}, salah satu instance ${serviceName} Anda,` : serviceName} kami hentikan. Alasannya: ${reason ?? 'akun Anda ditangguhkan'}`,
        instanceName
          ? 'Datanya tetap kami simpan. Langganannya berjalan seperti biasa; hanya kami yang dapat menyalakan instance ini lagi.'
          : 'Datanya tetap kami simpan, dan selama berhenti tidak ada tagihan. Isi saldo tidak menyalakannya kembali; kami yang menyalakannya.',
        'Balas surat ini untuk menyelesaikannya bersama kami.',
      ],
      action: instanceName ? 'Lihat layanan' : 'Lihat langganan',
    },
  }),

  RESUMED: ({ serviceName, paidUntil }) => ({
    title: `${serviceName} boleh berjalan lagi`,
    body: `Tidak ada yang ditagih; dibayar sampai ${day(paidUntil)}.`,
    mail: {
      subject: `${serviceName} boleh berjalan lagi`,
      paragraphs: [
        `${serviceName} tidak lagi kami hentikan. Kalau sebelumnya berjalan, sekarang langsung dinyalakan lagi.`,
        `Tidak ada yang ditagih: yang sudah Anda bayar berlaku sampai ${moment(paidUntil)}.`,
      ],
      action: 'Lihat langganan',
    },
  }),
} satisfies Partial<Templates>;
