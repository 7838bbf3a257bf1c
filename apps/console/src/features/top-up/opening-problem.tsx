import { Alert } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../app/problem.js';
import { AnchorLink } from '../../ui/links.js';
import { limitOf, ProblemPanel } from '../../ui/problem-panel.js';

/** Why no payment was opened, and that no money moved. */
export function OpeningProblem({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (!error) return null;
  const problem = problemOf(error);
  const { code } = problem;
  if (code === 'CONFLICT' && !limitOf(problem)) {
    return (
      <Alert color="amber" role="alert">
        {t('topUp.tooMany')} <AnchorLink to="/wallet">{t('topUp.paidWallet')}</AnchorLink>
      </Alert>
    );
  }
  if (code !== 'GATEWAY_ERROR' && code !== 'UNAVAILABLE') return <ProblemPanel error={error} />;
  return (
    <Alert color="red" role="alert" icon={<IconPlugConnectedX aria-hidden />} title={t('topUp.gatewayTitle')}>
      {t('topUp.gatewayText')}
    </Alert>
  );
}
