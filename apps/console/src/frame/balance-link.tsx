import { Skeleton, Text, VisuallyHidden } from '@mantine/core';
import { formatRupiah } from '@minispod/contracts/rupiah';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { trpc } from '../app/trpc.js';
import { useDues } from '../features/subscription/use-dues.js';
import { Money } from '../ui/money.js';
import classes from './shell.module.css';

/** The balance and how long it lasts, on every page. */
export function BalanceLink() {
  const { t } = useTranslation();
  const wallet = useQuery(trpc.wallet.get.queryOptions());
  const dues = useDues();
  if (!wallet.data) return <Skeleton h={40} w={96} />;
  const { creditBalance, runwayDays } = wallet.data;
  const missing = Math.max(0, ...(dues?.dues ?? []).map((due) => due.missing));
  return (
    <Link to="/wallet" className={classes.balance}>
      <VisuallyHidden>{t('frame.balance')}</VisuallyHidden>
      <Text component="span" fw={700} size="sm">
        <Money amount={creditBalance} />
      </Text>
      <Text
        component="span"
        size="xs"
        c={missing > 0 || (runwayDays !== null && runwayDays <= 7) ? 'var(--warn)' : 'dimmed'}
      >
        {missing > 0 && t('frame.missing', { amount: formatRupiah(missing) })}
        {missing === 0 && runwayDays === null && t('frame.runwayNone')}
        {missing === 0 && runwayDays === 0 && t('frame.runwayToday')}
        {missing === 0 &&
          runwayDays !== null &&
          runwayDays > 0 &&
          t('frame.runwayDays', { count: runwayDays })}
      </Text>
    </Link>
  );
}
