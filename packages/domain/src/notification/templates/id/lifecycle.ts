import { formatDateTime } from '@minispod/contracts/jakarta-time';
import type { Templates } from '../../kinds.js';

const moment = (iso: string) => formatDateTime(iso, 'id');

export const lifecycle = {
  BACKUP_FAILED: ({ serviceName, instanceName, reason, isFinal }) => ({
    title: `Pencadangan ${instanceName} gagal`,
    body: isFinal
      ? 'Ini seharusnya cadangan terakhir sebelum datanya dihapus.'
      : 'Aplikasinya tetap berjalan, dan cadangan sebelumnya masih disimpan.',
    mail: {
      subject: `Pencadangan ${instanceName} gagal`,
      paragraphs: [
        `Pencadangan ${serviceName} Anda, ${instanceName}, gagal. Sebabnya: ${reason}`,
        isFinal
          ? 'Ini seharusnya cadangan terakhir sebelum datanya dihapus. Balas surat ini bila datanya masih Anda perlukan.'
          : 'Aplikasinya tetap berjalan, datanya aman, dan cadangan sebelumnya masih disimpan. Tidak ada yang ditagih.',
        'Anda dapat membuat cadangan sendiri di halaman layanan kapan saja.',
      ],
      action: 'Lihat cadangan',
    },
  }),

  RESTORE_DONE: ({ serviceName, instanceName, backupAt, undoUntil, problem }) =>
    problem === null
      ? {
          title: `${instanceName} berjalan dengan data per ${moment(backupAt)}`,
          body: undoUntil
            ? `Data sebelumnya masih disimpan sampai ${moment(undoUntil)}.`
            : 'Pemulihannya selesai.',
          mail: {
            subject: `${instanceName} sudah dipulihkan`,
            paragraphs: [
              `${serviceName} Anda, ${instanceName}, kini berjalan dengan data dari cadangan ${moment(backupAt)}. Tidak ada yang ditagih.`,
              undoUntil
                ? `Data sebelumnya masih disimpan sampai ${moment(undoUntil)}, kalau-kalau cadangannya keliru.`
                : 'Yang disimpan sesudah cadangan itu sudah tidak ada.',
              'Silakan periksa apakah semuanya sudah pada tempatnya.',
            ],
            action: 'Buka halaman layanan',
          },
        }
      : {
          title: `${instanceName} tidak dapat dipulihkan`,
          body: 'Aplikasinya tetap berjalan dengan data sebelumnya.',
          mail: {
            subject: `${instanceName} tidak dapat dipulihkan`,
            paragraphs: [
              `${serviceName} Anda, ${instanceName}, tidak dapat dipulihkan dari cadangan ${moment(backupAt)}. Sebabnya: ${problem}`,
              'Aplikasinya tetap berjalan dengan data sebelumnya, dan cadangannya masih disimpan. Tidak ada yang ditagih.',
              'Anda dapat mencoba lagi atau memilih cadangan lain.',
            ],
            action: 'Lihat cadangan',
          },
        },

  UPDATE_OFFERED: ({ serviceName, instanceName, version, current, isSecurityRelease }) => ({
    title: isSecurityRelease
      ? `Pembaruan keamanan untuk ${instanceName}: ${serviceName} ${version}`
      : `${serviceName} ${version} tersedia untuk ${instanceName}`,
    body: `Sekarang memakai ${current}. Cadangan dibuat dulu; kalau versi barunya tidak mau berjalan, versi lama dikembalikan.`,
    mail: {
      subject: isSecurityRelease
        ? `Pembaruan keamanan untuk ${instanceName}: ${serviceName} ${version}`
        : `${serviceName} ${version} tersedia untuk ${instanceName}`,
      paragraphs: [
        `${serviceName} ${version} sudah tersedia; ${instanceName} Anda masih memakai ${current}.${isSecurityRelease ? ' Versi ini menutup celah keamanan: sebaiknya segera diperbarui.' : ''}`,
        'Pembaruan ini gratis. Cadangan dibuat dulu; kalau versi barunya tidak mau berjalan, versi lama dikembalikan beserta datanya.',
        'Tidak ada yang berubah sebelum Anda memulainya. Di halaman layanan tertulis apa saja yang baru.',
      ],
      action: 'Lihat pembaruan',
    },
  }),

  UPDATE_DONE: ({ serviceName, instanceName, version }) => ({
    title: `${instanceName} kini memakai ${serviceName} ${version}`,
    body: 'Datanya ikut terbawa. Cadangan sebelum pembaruan masih disimpan.',
    mail: {
      subject: `${instanceName} kini memakai ${serviceName} ${version}`,
      paragraphs: [
        `${instanceName} Anda kini memakai ${serviceName} ${version}, lengkap dengan datanya. Tidak ada yang ditagih.`,
        'Cadangan dari sebelum pembaruan masih disimpan, kalau-kalau ada yang tidak sesuai.',
      ],
      action: 'Buka halaman layanan',
    },
  }),

  UPDATE_ROLLED_BACK: ({ serviceName, instanceName, version, current, reason }) => ({
    title: `${instanceName} tetap memakai ${serviceName} ${current}`,
    body: `${version} tidak mau berjalan, jadi versi lama dikembalikan beserta datanya.`,
    mail: {
      subject: `${instanceName} tetap memakai ${serviceName} ${current}: pembaruannya tidak berhasil`,
      paragraphs: [
        `Pembaruan ${instanceName} Anda ke ${serviceName} ${version} tidak berhasil. Sebabnya: ${reason}`,
        `Aplikasinya kembali memakai ${current}, dengan data dari sebelum pembaruan. Tidak ada yang ditagih.`,
        'Kami juga memeriksanya dari sisi kami. Anda dapat mencobanya lagi kapan saja; keterangan lebih lanjut ada di log pada halaman layanan.',
      ],
      action: 'Lihat apa yang terjadi',
    },
  }),

  INSTANCE_DELETED: ({ serviceName, instanceName, until, reason }) => ({
    title:
      until === null
        ? `${instanceName} sudah dihapus permanen`
        : `${instanceName} dihapus; masih dapat dikembalikan sampai ${moment(until)}`,
    body: `${reason ? `Kami yang menghapusnya. Alasannya: ${reason}. ` : ''}Langganan ${serviceName} tetap berjalan; ini tidak membatalkannya.`,
    mail: {
      subject: until === null ? `${instanceName} sudah dihapus permanen` : `${instanceName} dihapus`,
      paragraphs: [
        `${reason ? 'Kami menghapus' : 'Anda menghapus'} ${instanceName}, salah satu instance ${serviceName} Anda.${reason ? ` Alasannya: ${reason}` : ''}`,
        until === null
          ? 'Semuanya sudah dihapus dari server kami. Cadangan terakhir dibuat sebelumnya bila memungkinkan.'
          : `Aplikasinya dihentikan. Datanya disimpan sampai ${moment(until)}; sampai saat itu Anda dapat mengembalikannya di halaman layanan. Sesudah itu cadangan terakhir dibuat, lalu semuanya dihapus permanen.`,
        `Langganan ${serviceName} tetap berjalan dan ditagih seperti biasa. Batalkan bila sudah tidak diperlukan.`,
      ],
      action: until === null ? 'Lihat langganan' : 'Kembalikan',
    },
  }),
} satisfies Partial<Templates>;
