import { Badge } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../../app/trpc.js';
import { Page } from '../../../ui/page.js';
import { TAB, TabBar } from '../../../ui/tab-bar.js';

const TABS = [
  { tab: 'all', to: '/admin/payments' },
  { tab: 'proofs', to: '/admin/payments/proofs' },
  { tab: 'reconciliation', to: '/admin/payments/reconciliation' },
  { tab: 'gateways', to: '/admin/payments/gateways' },
] as const;

interface PaymentsFrameProps {
  current: (typeof TABS)[number]['tab'];
  text: string;
  actions?: ReactNode;
  children: ReactNode;
}

/** The pages of payments, with how much waits on each. */
export function PaymentsFrame({ current, text, actions, children }: PaymentsFrameProps) {
  const { t } = useTranslation();
  const proofs = useQuery(
    trpc.admin.payments.list.queryOptions({ status: 'IN_REVIEW', gateway: 'manual', page: 1, limit: 1 }),
  );
  const differences = useQuery(
    trpc.admin.reconciliation.differences.queryOptions({ status: 'OPEN', page: 1, limit: 1 }),
  );
  const waiting = { proofs: proofs.data?.total, reconciliation: differences.data?.total };
  const title = current === 'all' ? t('admin.nav.payments') : t(`payments.tab.${current}`);
  return (
    <Page title={title} text={text} actions={actions}>
      <TabBar label={t('payments.tabs')}>
        {TABS.map(({ tab, to }) => {
          const count = tab in waiting ? waiting[tab as keyof typeof waiting] : undefined;
          return (
            <Link
              key={tab}
              to={to}
              className={TAB}
              aria-current={tab === current ? 'page' : undefined}
              activeOptions={{ exact: true, includeSearch: false }}
            >
              {t(`payments.tab.${tab}`)}
              {count ? (
                <Badge size="sm" color="amber" variant="light" circle={count < 10}>
                  {count}
                </Badge>
              ) : null}
            </Link>
          );
        })}
      </TabBar>
      {children}
    </Page>
  );
}
