import type * as en from '../en/service.js';
import type { Counterpart } from '../same-keys.js';

export const instance: Counterpart<typeof en.instance> = {
  title: 'Layanan',
  text: 'Semua yang sudah Anda jalankan, beserta keadaannya.',
  add: 'Tambah layanan',
  filter: 'Status',
  emptyTitle: 'Belum ada layanan',
  emptyText: 'Yang Anda mulai dari katalog tampil di sini, lengkap dengan alamat dan keadaannya.',
  emptyFiltered: 'Tidak ada layanan dengan status ini.',
  open: 'Buka {{name}}',
  openAddress: 'Buka',
  administer: 'Kelola aplikasi',
  encrypted: 'Koneksi terenkripsi (HTTPS)',
  notEncrypted: 'Tidak terenkripsi: alamat ini tidak punya sertifikat',
  pod: 'Pod',
  address: 'Alamat',
  connection: 'Alamat koneksi',
  connectionHint: 'Berisi kata sandi. Siapa pun yang memilikinya dapat membaca dan mengubah data Anda.',
  showConnection: 'Tampilkan alamat koneksi',
  hideConnection: 'Sembunyikan alamat koneksi',
  resources: 'Kapasitas',
  plan: 'Paket',
  price: 'Harga',
  nextBilling: 'Tagihan berikutnya',
  endsOn: 'Berakhir',
  order: 'Pesanan',
  openOrder: 'Lihat pesanan',
  timeline: 'Riwayat',
  firstRun: 'Langkah pertama',
  unhealthy: 'Tidak menjawab sebagaimana mestinya',
  progressTitle: 'Sedang disiapkan',
  progressText: 'Halaman ini boleh ditutup: prosesnya tetap lanjut dan Anda diberi tahu saat sudah berjalan.',
  elapsed: 'sudah {{duration}}',
  estimate: 'biasanya sekitar {{duration}}',
  overdue:
    'Kali ini lebih lama dari biasanya. Kami terus mencoba sampai {{time}}; kalau belum berjalan juga, seluruh uang Anda kembali.',
  stepsTitle: 'Proses penyiapan',
  stepState: { WAITING: 'menunggu', RUNNING: 'sedang berjalan', DONE: 'selesai', FAILED: 'gagal' },
  steps: {
    namespace: 'Menyiapkan ruang khusus Anda',
    configuration: 'Menulis pengaturan dan kata sandi',
    storage: 'Memesan penyimpanan',
    deployment: 'Menyalakan aplikasi',
    network: 'Menyambungkan jaringan',
    address: 'Membuka alamat',
    ready: 'Menunggu jawaban pertama',
  },
  announceStep: 'Sekarang: {{step}}',
  readyTitle: '{{name}} sudah berjalan',
  failedTitle: '{{name}} tidak dapat dijalankan',
  failedBack: '{{amount}} sudah kembali ke dompet Anda dan tempatnya dilepas. Anda tidak membayar apa pun.',
  failedBackFree: 'Tidak ada yang ditagih dan tempatnya sudah dilepas.',
  failedLater: 'Data Anda tetap disimpan.',
  tryAgain: 'Coba lagi',
  pickAnother: 'Pilih layanan lain',
  technical: 'Keterangan dari klaster',
  suspendedText:
    'Dijeda karena ada tagihan yang belum terbayar. Data Anda tetap disimpan; isi saldo dan layanan berjalan lagi.',
  stoppedText: 'Sedang dihentikan. Data Anda tetap disimpan.',
  terminatedText: 'Sudah dihapus beserta datanya.',
  neverStartedText: 'Tidak pernah dijalankan: pesanannya tidak dibayar.',
  start: 'Nyalakan',
  stop: 'Hentikan',
  starting: 'Menyalakan …',
  stopping: 'Menghentikan …',
  stopHint: 'Data dan alamatnya tetap disimpan; harganya tetap sama selama dihentikan.',
  refused: {
    SETTING_UP: 'Layanan masih disiapkan. Begitu berjalan, layanan bisa dihentikan.',
    ENDED: 'Layanan sudah berakhir, jadi tidak ada yang bisa dinyalakan atau dihentikan.',
    SUSPENDED: 'Layanan ditangguhkan sampai terbayar. Isi saldo dan layanan kembali seperti semula.',
    MAINTENANCE: 'Operator menghentikannya. Hanya operator yang bisa menjalankannya lagi.',
    UPGRADING:
      'Paket yang lebih besar sedang disiapkan. Setelah selesai, layanan bisa dinyalakan dan dihentikan lagi.',
  },
  subscription: 'Langganan',
  maintenanceText: 'Operator sedang mengerjakannya. Akan kembali dengan sendirinya.',
};

export const problem: Counterpart<typeof en.problem> = {
  IMAGE_PULL_FAILED: {
    title: 'Aplikasi tidak dapat diunduh',
    text: 'Sumber unduhan aplikasi tidak memberikannya. Ini di sisi kami; mencoba lagi beberapa saat kemudian biasanya berhasil.',
  },
  CRASH_LOOP: {
    title: 'Aplikasi berhenti lagi setelah dinyalakan',
    text: 'Sudah beberapa kali dinyalakan dan setiap kali berhenti sendiri.',
  },
  OUT_OF_MEMORY: {
    title: 'Aplikasi butuh memori lebih besar dari paket ini',
    text: 'Aplikasi dihentikan ketika memorinya penuh. Paket yang lebih besar mengatasinya.',
  },
  UNSCHEDULABLE: {
    title: 'Server sedang penuh',
    text: 'Belum ada server dengan kapasitas yang cukup untuk paket ini. Operator sudah diberi tahu.',
  },
  QUOTA_EXCEEDED: {
    title: 'Ruang Anda di klaster sudah penuh',
    text: 'Bersama layanan yang sudah berjalan, ini melebihi jatah yang disediakan untuk Anda. Operator sudah diberi tahu.',
  },
  VOLUME_PENDING: {
    title: 'Penyimpanan tidak dapat dipesan',
    text: 'Klaster tidak menyediakan ruang untuk data Anda tepat waktu. Operator sudah diberi tahu.',
  },
  EVICTED: {
    title: 'Dihentikan oleh server',
    text: 'Server tempatnya berjalan kekurangan memori atau ruang simpan, atau berkas sementaranya melebihi batas. Data yang tersimpan tetap ada. Operator sudah diberi tahu.',
  },
  NODE_TROUBLE: {
    title: 'Server sedang bermasalah',
    text: 'Saat ini tidak ada server yang menerima layanan baru. Ini di sisi kami; operator sudah diberi tahu.',
  },
  CONTAINER_CONFIG: {
    title: 'Aplikasi menolak pengaturannya',
    text: 'Ada yang keliru pada cara aplikasi ini dipasang. Ini di sisi kami; operator sudah diberi tahu.',
  },
  FOREIGN_OBJECT: {
    title: 'Ada hal lain yang menghalangi',
    text: 'Di klaster sudah ada sesuatu dengan nama yang sama dan bukan milik kami. Kami tidak menyentuhnya; operator sudah diberi tahu.',
  },
  NOT_READY_IN_TIME: {
    title: 'Aplikasi tidak menjawab tepat waktu',
    text: 'Aplikasi sudah dinyalakan, tetapi tidak memberi tanda dalam waktu yang disediakan.',
  },
  CLUSTER_ERROR: {
    title: 'Klaster tidak memasangnya',
    text: 'Server terlalu lama tidak dapat dihubungi, atau menolak memasangnya. Ini di sisi kami; operator sudah diberi tahu.',
  },
  other: {
    title: 'Terjadi sesuatu yang tidak terduga',
    text: 'Ini di sisi kami; operator sudah diberi tahu.',
  },
};

export const order: Counterpart<typeof en.order> = {
  title: 'Pesanan',
  text: 'Apa yang Anda beli, berapa biayanya, dan bagaimana kelanjutannya.',
  emptyTitle: 'Belum ada pesanan',
  emptyText: 'Setiap layanan yang Anda mulai tercatat di sini, lengkap dengan riwayatnya.',
  filter: 'Status',
  kind: { SUBSCRIBE: 'Layanan baru', UPGRADE: 'Peningkatan', RENEWAL: 'Perpanjangan' },
  items: 'Rincian',
  discount: 'Potongan',
  total: 'Total',
  timeline: 'Riwayat',
  subject: { order: 'Pesanan', payment: 'Pembayaran', instance: 'Layanan', subscription: 'Langganan' },
  actor: {
    user: 'Anda',
    administrator: 'operator',
    system: 'MinisPod',
    provisioning: 'MinisPod',
    gateway: 'penyedia pembayaran',
  },
  payment: {
    PENDING: 'Menunggu',
    UNCERTAIN: 'Menanyakan ke penyedia pembayaran',
    PAID: 'Dibayar',
    FAILED: 'Tidak dibayar',
    EXPIRED: 'Waktu habis',
    CANCELLED: 'Dibatalkan',
  },
};

export const notification: Counterpart<typeof en.notification> = {
  title: 'Pemberitahuan',
  emptyTitle: 'Belum ada pemberitahuan',
  emptyText: 'Saat layanan berjalan, saldo masuk, atau ada yang gagal, Anda membacanya di sini.',
  markAll: 'Tandai semua sudah dibaca',
  markOne: 'Tandai sudah dibaca: {{title}}',
  unread: 'belum dibaca',
};
