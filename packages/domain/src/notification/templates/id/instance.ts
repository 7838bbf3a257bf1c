import { formatRupiah } from '@minispod/contracts/rupiah';
import type { InstanceProblemCode } from '../../../ports/cluster.js';
import type { Templates } from '../../kinds.js';

export const PROBLEMS: Record<InstanceProblemCode, string> = {
  IMAGE_PULL_FAILED: 'Aplikasinya tidak dapat diunduh. Ini di sisi kami.',
  CRASH_LOOP: 'Aplikasi berhenti sendiri setiap kali dinyalakan.',
  OUT_OF_MEMORY: 'Aplikasi membutuhkan memori lebih besar daripada yang ada di paket ini.',
  UNSCHEDULABLE: 'Server kami sedang penuh.',
  QUOTA_EXCEEDED: 'Bersama layanan Anda yang lain, ini melebihi jatah yang disediakan untuk Anda.',
  VOLUME_PENDING: 'Penyimpanan untuk datanya tidak tersedia tepat waktu. Ini di sisi kami.',
  EVICTED:
    'Server tempatnya berjalan kekurangan memori atau ruang simpan lalu menghentikannya. Ini di sisi kami.',
  NODE_TROUBLE: 'Server kami sedang bermasalah dan belum menerima layanan baru. Ini di sisi kami.',
  CONTAINER_CONFIG: 'Ada yang keliru pada cara aplikasi ini dipasang. Ini di sisi kami.',
  FOREIGN_OBJECT:
    'Ada hal lain dengan nama yang sama di klaster, dan kami tidak menyentuhnya. Ini di sisi kami.',
  NOT_READY_IN_TIME: 'Aplikasi sudah dinyalakan, tetapi tidak menjawab tepat waktu.',
  CLUSTER_ERROR: 'Server terlalu lama tidak dapat dihubungi, atau menolak memasangnya. Ini di sisi kami.',
};

export const instance = {
  INSTANCE_RUNNING: ({ serviceName, instanceName, url }) => ({
    title: `${instanceName} sudah berjalan`,
    body: url ? `${serviceName} siap dipakai di ${url}` : `${serviceName} siap dipakai.`,
    mail: {
      subject: `${instanceName} sudah berjalan`,
      paragraphs: [
        `${serviceName} Anda, ${instanceName}, sudah berjalan.`,
        url
          ? `Alamatnya: ${url}`
          : 'Alamat koneksi dan kata sandinya ada di halaman layanan, dan hanya Anda yang dapat melihatnya.',
        'Langkah pertamanya kami jelaskan di halaman layanan.',
      ],
      action: 'Buka halaman layanan',
    },
  }),

  INSTANCE_FAILED: ({ serviceName, instanceName, problemCode, refunded }) => ({
    title: `${instanceName} tidak dapat dijalankan`,
    body: `${PROBLEMS[problemCode]} ${moneyBack(refunded)}`,
    mail: {
      subject: `${instanceName} tidak dapat dijalankan${refunded ? '; uang Anda sudah kembali' : ''}`,
      paragraphs: [
        `${serviceName} Anda, ${instanceName}, tidak dapat dijalankan. ${PROBLEMS[problemCode]}`,
        moneyBack(refunded),
        'Anda dapat mencoba lagi atau memilih yang lain. Keterangan lengkapnya ada di halaman layanan.',
      ],
      action: 'Lihat apa yang terjadi',
    },
  }),
} satisfies Partial<Templates>;

function moneyBack(refunded: number | null): string {
  return refunded
    ? `${formatRupiah(refunded)} sudah kembali ke dompet Anda; Anda tidak membayar apa pun.`
    : 'Tidak ada yang ditagih.';
}
