import {
  IconCategory,
  IconFileInvoice,
  IconHome,
  IconReceipt,
  IconRefresh,
  IconServer2,
  IconWallet,
} from '@tabler/icons-react';

export const NAV_ITEMS = [
  { to: '/', name: 'home', Icon: IconHome },
  { to: '/instances', name: 'services', Icon: IconServer2 },
  { to: '/catalog', name: 'catalog', Icon: IconCategory },
  { to: '/wallet', name: 'wallet', Icon: IconWallet },
  { to: '/subscriptions', name: 'subscriptions', Icon: IconRefresh },
  { to: '/orders', name: 'orders', Icon: IconReceipt },
  { to: '/invoices', name: 'invoices', Icon: IconFileInvoice },
] as const;
