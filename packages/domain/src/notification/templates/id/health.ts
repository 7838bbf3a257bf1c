import type { Templates } from '../../kinds.js';
import { PROBLEMS } from './instance.js';

export const health = {
  INSTANCE_UNHEALTHY: ({ serviceName, instanceName, problemCode, message }) => ({
    title: `${instanceName} tidak merespons`,
    body: `${PROBLEMS[problemCode]} Datanya tetap aman.`,
    mail: {
      subject: `${instanceName} tidak merespons`,
      paragraphs: [
        `${serviceName} Anda, ${instanceName}, sedang tidak merespons. ${PROBLEMS[problemCode]}`,
        `Keterangan dari klaster: ${message}`,
        'Datanya tetap aman dan tidak ada biaya tambahan. Kami terus mencoba menyalakannya dan memberi tahu Anda begitu sudah pulih.',
        'Log di halaman layanan menunjukkan apa yang terakhir terjadi. Biasanya cukup dengan memulai ulang, mengembalikan variabel yang diubah, atau pindah ke paket yang lebih besar.',
      ],
      action: 'Lihat apa yang terjadi',
    },
  }),

  INSTANCE_RECOVERED: ({ serviceName, instanceName }) => ({
    title: `${instanceName} sudah pulih`,
    body: `${serviceName} kembali merespons, dengan data seperti semula.`,
    mail: {
      subject: `${instanceName} sudah pulih`,
      paragraphs: [
        `${serviceName} Anda, ${instanceName}, kembali merespons, dengan data seperti semula.`,
        'Tidak ada yang ditagih untuk ini, dan Anda tidak perlu melakukan apa-apa.',
      ],
      action: 'Buka halaman layanan',
    },
  }),

  VOLUME_NEARLY_FULL: ({ serviceName, instanceName, percent, storageGb }) => ({
    title: `Penyimpanan ${instanceName} sudah terisi ${percent}%`,
    body: `Dari ${storageGb} GB. Kalau penuh, ${serviceName} tidak dapat menyimpan apa pun lagi dan bisa berhenti.`,
    mail: {
      subject: `Penyimpanan ${instanceName} sudah terisi ${percent}%`,
      paragraphs: [
        `Penyimpanan ${serviceName} Anda, ${instanceName}, sudah terisi ${percent}% dari ${storageGb} GB.`,
        'Kalau sampai penuh, aplikasinya tidak dapat menyimpan apa pun lagi dan bisa berhenti. Data yang sudah tersimpan tidak hilang.',
        'Hapus yang tidak diperlukan lewat aplikasinya, atau naik ke paket dengan penyimpanan lebih besar: Anda cukup membayar selisihnya untuk sisa masa langganan.',
      ],
      action: 'Lihat penyimpanan',
    },
  }),

  PROCESSOR_NEARLY_USED: ({ serviceName, instanceName, percent }) => ({
    title: `${instanceName} memakai ${percent}% prosesornya`,
    body: `Sudah seperempat jam. Pada batasnya ${serviceName} menjadi lambat; tidak ada yang hilang.`,
    mail: {
      subject: `${instanceName} memakai ${percent}% prosesornya`,
      paragraphs: [
        `${serviceName} Anda, ${instanceName}, sudah seperempat jam memakai ${percent}% prosesor paketnya.`,
        'Pada batasnya layanan tetap berjalan, hanya lebih lambat. Tidak ada yang hilang dan tidak ada tagihan tambahan.',
        'Kalau terus begini, paket yang lebih besar membantu: Anda cukup membayar selisihnya untuk sisa masa langganan.',
      ],
      action: 'Lihat pemakaiannya',
    },
  }),

  MEMORY_NEARLY_USED: ({ serviceName, instanceName, percent }) => ({
    title: `${instanceName} memakai ${percent}% memorinya`,
    body: `Sudah seperempat jam. Kalau penuh, ${serviceName} dihentikan lalu dinyalakan lagi.`,
    mail: {
      subject: `${instanceName} memakai ${percent}% memorinya`,
      paragraphs: [
        `${serviceName} Anda, ${instanceName}, sudah seperempat jam memakai ${percent}% memori paketnya.`,
        'Kalau memorinya penuh, layanan dihentikan lalu dinyalakan lagi dengan sendirinya. Data yang sudah tersimpan tetap ada dan tidak ada tagihan tambahan.',
        'Kalau terus begini, paket yang lebih besar membantu: Anda cukup membayar selisihnya untuk sisa masa langganan.',
      ],
      action: 'Lihat pemakaiannya',
    },
  }),

  CERTIFICATE_TROUBLE: ({ serviceName, instanceName, domain, reason }) => ({
    title: `Sertifikat ${domain} bermasalah`,
    body: `Pengunjung mungkin melihat peringatan di sana. ${instanceName} sendiri tetap berjalan.`,
    mail: {
      subject: `Sertifikat ${domain} bermasalah`,
      paragraphs: [
        `Sertifikat untuk ${domain}, domain ${serviceName} ${instanceName} Anda, tidak dapat diterbitkan atau diperpanjang. Pengunjung mungkin melihat peringatan di sana.`,
        `Sebabnya: ${reason}`,
        'Aplikasinya tetap berjalan dan dapat dibuka lewat alamat aslinya; data Anda aman. Periksa di halaman domain apakah catatan DNS-nya masih benar: kami akan mencoba lagi dengan sendirinya.',
      ],
      action: 'Lihat domain',
    },
  }),

  DOMAIN_ACTIVE: ({ serviceName, instanceName, domain }) => ({
    title: `${domain} siap dipakai`,
    body: `${instanceName} dapat dibuka di sana lewat HTTPS.`,
    mail: {
      subject: `${domain} siap dipakai`,
      paragraphs: [
        `${serviceName} Anda, ${instanceName}, mulai sekarang dapat dibuka di https://${domain}. Sertifikatnya diperpanjang otomatis.`,
        'Tidak ada biaya tambahan. Biarkan catatan DNS-nya seperti sekarang, termasuk yang membuktikan kepemilikan domain.',
      ],
      action: 'Lihat domain',
    },
  }),
} satisfies Partial<Templates>;
