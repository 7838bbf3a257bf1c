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
];
