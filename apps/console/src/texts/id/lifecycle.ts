import type * as en from '../en/lifecycle.js';
import type { Counterpart } from '../same-keys.js';
import { activity, clusterEvent } from './activity.js';
import { backups, domains, logs, variables } from './service-tabs.js';

type Texts = Counterpart<typeof en.lifecycle>;

const service: Texts['service'] = {
  tabs: 'Bagian layanan ini',
  tab: {
    overview: 'Ringkasan',
    logs: 'Log',
    variables: 'Variabel',
    domains: 'Domain',
    backups: 'Cadangan',
    activity: 'Aktivitas',
  },
  healthy: 'Menjawab dengan baik',
  healthySince: 'Menjawab dengan baik, sudah {{duration}}',
  unhealthySince: 'Tidak menjawab sejak {{duration}} lalu',
  unhealthy: 'Tidak menjawab',
  unknownHealth: 'Keadaannya belum diperiksa.',
  version: 'Versi',
  restart: 'Mulai ulang',
  restarting: 'Memulai ulang …',
  restartHint: 'Tidak dapat dibuka sekitar {{duration}}; data dan alamatnya tetap.',
  retry: 'Coba lagi',
  retrying: 'Mencoba lagi …',
  busy: 'Bisa lagi setelah {{operation}} selesai.',
  refused: {
    BUSY: 'Layanan ini sedang dikerjakan. Silakan tunggu sampai selesai.',
    FULL: 'Semua {{maximum}} dari paket ini sudah terpakai. Hapus satu atau ambil paket yang lebih besar.',
    ADDRESS: 'Alamat ini sudah dipakai. Silakan pilih yang lain.',
  },
  binTitle: 'Di tempat sampah sampai {{date}}',
  binText:
    'Layanan ini berhenti. Pada tanggal itu layanan dihapus beserta datanya; satu cadangan terakhir tetap disimpan. Sebelum itu Anda bisa mengambilnya kembali.',
  takeBack: 'Ambil kembali',
  withdrawnTitle: 'Versi {{version}} sebaiknya tidak dipakai lagi',
  updateTitle: 'Versi {{version}} sudah tersedia',
  updateSecurityTitle: 'Pembaruan keamanan: versi {{version}}',
  updateText:
    'Anda memakai {{version}}. Cadangan dibuat lebih dulu, dan kalau versi baru tidak berjalan, versi lama kembali dengan sendirinya.',
  updateSee: 'Lihat pembaruan',
  updateSheet: 'Perbarui ke versi {{version}}',
  updateWhatsNew: 'Yang baru',
  updateNoChanges: 'Catatan pembuatnya ada di situs mereka.',
  updateSteps: 'Yang akan terjadi',
  updateStep: {
    backup: 'Cadangan dibuat.',
    apply: 'Versi baru dijalankan dengan data Anda. Aplikasi tidak dapat dibuka beberapa menit.',
    rollback:
      'Kalau tidak menjawab pada waktunya, versi {{version}} beserta data dari cadangan kembali dengan sendirinya.',
  },
  updateStart: 'Cadangkan dan perbarui',
  alertTitle: {
    INSTANCE_UNHEALTHY: 'Tidak menjawab sebagaimana mestinya',
    INSTANCE_CRASH_LOOP: 'Terus berhenti begitu dinyalakan',
    INSTANCE_OUT_OF_MEMORY: 'Memorinya habis',
    VOLUME_NEARLY_FULL: 'Penyimpanannya hampir penuh',
    PROCESSOR_NEARLY_USED: 'Prosesornya hampir habis terpakai',
    MEMORY_NEARLY_USED: 'Memorinya hampir habis terpakai',
    CERTIFICATE_TROUBLE: 'Sertifikat tidak dapat diperoleh atau diperpanjang',
    BACKUP_FAILED: 'Pencadangan terakhir gagal',
    UPDATE_ROLLED_BACK: 'Pembaruan dibatalkan',
  },
  alertText: {
    INSTANCE_UNHEALTHY: 'Penyebabnya biasanya tertulis di log. Data Anda tetap disimpan.',
    INSTANCE_CRASH_LOOP:
      'Penyebabnya tertulis di log sebelum mulai ulang. Sering kali karena variabel yang baru diubah.',
    INSTANCE_OUT_OF_MEMORY:
      'Aplikasi dinyalakan lagi dengan sendirinya. Kalau sering terjadi, paket yang lebih besar adalah jalan keluarnya.',
    VOLUME_NEARLY_FULL:
      'Kalau penuh, aplikasi tidak bisa menulis lagi. Hapus yang tidak diperlukan atau ambil paket yang lebih besar.',
    PROCESSOR_NEARLY_USED:
      'Pada batasnya aplikasi menjadi lambat; tidak ada yang hilang. Paket yang lebih besar membantu kalau terus begini.',
    MEMORY_NEARLY_USED:
      'Kalau memorinya penuh, aplikasi dihentikan lalu dinyalakan lagi. Paket yang lebih besar membantu kalau terus begini.',
    CERTIFICATE_TROUBLE:
      'Peramban pengunjung mungkin segera memberi peringatan. Tab Domain menunjukkan catatan yang perlu dipasang.',
    BACKUP_FAILED: 'Akan dicoba lagi sesuai jadwal; Anda juga bisa membuatnya sekarang.',
    UPDATE_ROLLED_BACK: 'Versi lama berjalan lagi dengan data sebelumnya. Tidak ada yang hilang.',
  },
  alertAction: {
    logs: 'Lihat log',
    previousLogs: 'Lihat log sebelumnya',
    domains: 'Lihat domain',
    backups: 'Lihat cadangan',
    activity: 'Lihat yang terjadi',
    plan: 'Lihat paket lebih besar',
  },
  lockedTitle: 'Dihentikan oleh operator',
  alertSince: 'sejak {{date}}',
  nameTitle: 'Nama',
  nameText: 'Hanya Anda yang melihatnya. Alamatnya tidak berubah.',
  nameWrong: 'Satu baris, 1 sampai 60 karakter, tanpa tautan dan tanpa karakter yang tidak terlihat.',
  anotherTitle: 'Satu lagi dari paket yang sama',
  anotherText: '{{used}} dari {{maximum}} terpakai. Tanpa biaya tambahan: sudah termasuk dalam paket.',
  anotherFull: 'Semua {{maximum}} dari paket ini sudah terpakai.',
  anotherAction: 'Jalankan satu lagi',
  anotherSheet: '{{service}} satu lagi',
  anotherName: 'Nama',
  anotherStart: 'Jalankan',
  dangerTitle: 'Hati-hati',
  restoreTitle: 'Kembali ke cadangan',
  restoreText: 'Data dari cadangan menggantikan data sekarang; data sekarang masih disimpan 7 hari.',
  restoreAction: 'Pilih cadangan',
  deleteTitle: 'Hapus layanan ini',
  deleteText: 'Langsung berhenti. Selama 7 hari bisa diambil kembali; setelah itu dihapus beserta datanya.',
  deleteAction: 'Hapus …',
  deleteSheet: 'Hapus {{name}}',
  deleteWhat:
    'Layanan langsung berhenti dan alamatnya tidak menjawab lagi. Selama 7 hari Anda bisa mengambilnya kembali seperti semula. Setelah itu datanya dihapus; satu cadangan terakhir disimpan beberapa waktu.',
  deletePlan:
    'Langganannya tetap berjalan dan ditagih seperti biasa. Untuk mengakhirinya juga, batalkan langganannya.',
  deleteType: 'Ketik {{name}} untuk memastikan',
  deleteMistake: 'Itu belum {{name}}.',
  deleteConfirm: 'Hentikan dan hapus',
};

const operation: Texts['operation'] = {
  kind: { BACKUP: 'pencadangan', RESTORE: 'pemulihan', UPDATE: 'pembaruan', DRILL: 'uji pemulihan' },
  title: {
    BACKUP: 'Cadangan sedang dibuat',
    RESTORE: 'Cadangan sedang dipulihkan',
    UPDATE: 'Aplikasi sedang diperbarui',
    DRILL: 'Cadangan sedang diuji',
  },
  pending: 'Menunggu giliran',
  phase: {
    stop: 'Menghentikan aplikasi',
    copy: 'Menyalin data',
    start: 'Menyalakan aplikasi lagi',
    prepare: 'Menyiapkan tempat untuk data',
    load: 'Memasukkan data dari cadangan',
    switch: 'Beralih ke data itu',
    apply: 'Menyalakan versi baru',
    verify: 'Menunggu jawaban pertama',
    rollback: 'Tidak berjalan: kembali seperti semula',
    clean: 'Membereskan',
  },
  meanwhile: {
    runs: 'Aplikasi tetap berjalan selama ini.',
    away: 'Aplikasi tidak dapat dibuka selama ini; alamatnya tidak menjawab.',
    rollback: 'Versi lama dan data sebelumnya sedang dikembalikan.',
    drill: 'Aplikasi Anda tidak disentuh: cadangan dijalankan di tempat lain, diperiksa, lalu dihapus.',
  },
  deadline: 'Kalau belum selesai sampai {{time}}, semuanya dikembalikan seperti semula.',
  undo: 'Kembali ke data sebelumnya',
  undoText: 'Yang disimpan sejak pemulihan akan hilang.',
  mayClose: 'Halaman ini boleh ditutup: prosesnya tetap lanjut dan Anda diberi tahu saat selesai.',
  done: {
    BACKUP_MADE: 'Cadangan sudah dibuat.',
    BACKUP_FAILED: 'Pencadangan gagal. Aplikasi berjalan seperti sebelumnya.',
    RESTORED: 'Cadangan sudah dipulihkan. Data sebelumnya disimpan 7 hari.',
    RESTORE_FAILED: 'Cadangan tidak dapat dipulihkan. Semuanya tetap seperti sebelumnya.',
    UPDATED: 'Pembaruan selesai.',
    UPDATE_ROLLED_BACK: 'Versi baru tidak berjalan. Versi lama berjalan lagi dengan data sebelumnya.',
    BACKUP_PROVEN: 'Cadangannya berfungsi: sudah dijalankan dan menjawab.',
  },
};

const usage: Texts['usage'] = {
  title: 'Pemakaian',
  now: 'Sekarang',
  of: '{{used}} dari {{limit}}',
  cpu: 'Prosesor',
  memory: 'Memori',
  volume: 'Penyimpanan',
  at: 'Diukur {{ago}}',
  range: 'Rentang waktu',
  ranges: { '1h': 'Jam', '6h': '6 jam', '24h': 'Hari', '7d': 'Minggu', '30d': 'Bulan' },
  average: 'rata-rata {{value}}',
  highest: 'tertinggi {{value}}',
  limit: 'Paket: {{value}}',
  none: 'Belum ada pengukuran',
  noneText: 'Yang pertama muncul sekitar satu menit setelah aplikasi menyala.',
  noneInRange: 'Tidak ada pengukuran pada rentang ini',
  noneInRangeText: 'Layanan tidak berjalan waktu itu, atau klaster tidak mengukurnya.',
  noVolume: 'Klaster ini tidak memberi tahu seberapa penuh penyimpanannya.',
  chart: '{{what}}: tertinggi {{highest}}, rata-rata {{average}}, dari {{limit}}',
};

export const lifecycle: Texts = {
  service,
  operation,
  usage,
  logs,
  variables,
  domains,
  backups,
  activity,
  clusterEvent,
};
