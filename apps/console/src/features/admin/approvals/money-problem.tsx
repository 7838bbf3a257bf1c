import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../../app/problem.js';
import { ProblemPanel } from '../../../ui/problem-panel.js';

/** Why money was not moved, where more can be said than the code does; nothing without an error. */
export function MoneyProblem({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (!error) return null;
  const { code, details } = problemOf(error);
  const { wallet, approvalId, status } = (details ?? {}) as Record<string, unknown>;
  const words =
    code === 'FORBIDDEN' && wallet === 'own'
      ? t('approvals.ownWallet')
      : code === 'CONFLICT' && approvalId !== undefined
        ? t('approvals.alreadyAsked')
        : code === 'CONFLICT' && status !== undefined
          ? t('approvals.alreadyDecided')
          : code === 'INSUFFICIENT_CREDIT'
            ? t('approvals.noLongerCovered')
            : null;
  if (words === null) return <ProblemPanel error={error} />;
  return (
    <Alert color="amber" role="alert">
      {words}
    </Alert>
  );
}
