import { Skeleton, Text, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { trpc } from '../app/trpc.js';
import { Money } from '../ui/money.js';
import classes from './shell.module.css';

/** The balance and how long it lasts, on every page. */
export function BalanceLink() {
  const { t } = useTranslation();
  const wallet = useQuery(trpc.wallet.get.queryOptions());
  if (!wallet.data) return <Skeleton h={40} w={96} />;
  const { creditBalance, runwayDays } = wallet.data;
  return (
    <Link to="/wallet" className={classes.balance}>
      <VisuallyHidden>{t('frame.balance')}</VisuallyHidden>
      <Text component="span" fw={700} size="sm">
        <Money amount={creditBalance} />
      </Text>
      <Text component="span" size="xs" c={runwayDays !== null && runwayDays <= 7 ? 'var(--warn)' : 'dimmed'}>
        {runwayDays === null && t('frame.runwayNone')}
        {runwayDays === 0 && t('frame.runwayToday')}
        {runwayDays !== null && runwayDays > 0 && t('frame.runwayDays', { count: runwayDays })}
      </Text>
    </Link>
  );
}
