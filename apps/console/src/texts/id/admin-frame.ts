import type * as en from '../en/admin-frame.js';
import type { Counterpart } from '../same-keys.js';

export const adminFrame: Counterpart<typeof en.adminFrame> = {
  frame: 'Operator',
  menu: 'Menu operator',
  back: 'Kembali ke konsol',
  forbidden: 'Bagian ini untuk administrator.',
  nav: {
    users: 'Orang',
    subscriptions: 'Langganan',
    instances: 'Layanan',
    payments: 'Pembayaran',
    approvals: 'Persetujuan',
    cluster: 'Klaster',
    drift: 'Selisih',
    fleet: 'Versi',
    alerts: 'Peringatan',
    auditLog: 'Catatan audit',
    queues: 'Antrean',
    clock: 'Jam',
  },
};
