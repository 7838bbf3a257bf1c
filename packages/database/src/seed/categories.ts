/** The catalog's shelves; `icon` is a name of Tabler's. */
export const CATEGORIES = [
  {
    slug: 'automation',
    name: 'Automation',
    description: 'Connect your apps and let routine work run by itself.',
    icon: 'settings-automation',
    translations: {
      id: {
        name: 'Otomatisasi',
        description: 'Hubungkan aplikasi Anda dan biarkan pekerjaan rutin berjalan sendiri.',
      },
    },
  },
  {
    slug: 'publishing',
    name: 'Publishing',
    description: 'Sites, blogs and newsletters under your own name.',
    icon: 'news',
    translations: {
      id: { name: 'Penerbitan', description: 'Situs, blog, dan buletin atas nama Anda sendiri.' },
    },
  },
  {
    slug: 'databases',
    name: 'Databases',
    description: 'Databases of your own, ready for your applications.',
    icon: 'database',
    translations: {
      id: { name: 'Basis data', description: 'Basis data milik Anda sendiri, siap untuk aplikasi Anda.' },
    },
  },
  {
    slug: 'development',
    name: 'Development',
    description: 'Where code lives, is reviewed and released.',
    icon: 'git-branch',
    translations: {
      id: { name: 'Pengembangan', description: 'Tempat kode disimpan, ditinjau, dan dirilis.' },
    },
  },
  {
    slug: 'monitoring',
    name: 'Monitoring',
    description: 'Know what is up, and be told when it is not.',
    icon: 'activity-heartbeat',
    translations: {
      id: { name: 'Pemantauan', description: 'Tahu apa yang berjalan, dan diberi tahu saat berhenti.' },
    },
  },
  {
    slug: 'analytics',
    name: 'Analytics',
    description: 'Turn your data into answers and dashboards.',
    icon: 'chart-bar',
    translations: { id: { name: 'Analitik', description: 'Ubah data Anda menjadi jawaban dan dasbor.' } },
  },
  {
    slug: 'security',
    name: 'Security',
    description: 'Passwords and secrets that only you hold.',
    icon: 'shield-lock',
    translations: { id: { name: 'Keamanan', description: 'Kata sandi dan rahasia yang hanya Anda pegang.' } },
  },
  {
    slug: 'storage',
    name: 'Storage',
    description: 'Files and objects in a place of your own.',
    icon: 'bucket',
    translations: {
      id: { name: 'Penyimpanan', description: 'Berkas dan objek di tempat milik Anda sendiri.' },
    },
  },
];
