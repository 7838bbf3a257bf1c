import { Alert, Text } from '@mantine/core';
import { INSTANCE_STATUSES, type InstanceStatus } from '@minispod/contracts/instance';
import { useTranslation } from 'react-i18next';
import { detailsOf, problemOf } from '../../app/problem.js';
import { ProblemPanel } from '../../ui/problem-panel.js';
import { powerRefusal } from './power-refusal.js';

/** Why an action was refused, told from the state in which it was asked; other failures as everywhere. */
export function Refused({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const details = detailsOf(problemOf(error), 'CONFLICT');
  if (!details) return <ProblemPanel error={error} />;
  const status = INSTANCE_STATUSES.find((known) => known === details.status);
  return (
    <Alert color="amber" role="alert" maw={420}>
      <Text size="sm">
        {typeof details.maximum === 'number'
          ? t('service.refused.FULL', { maximum: details.maximum })
          : 'subdomain' in details
            ? t('service.refused.ADDRESS')
            : 'operation' in details || !status
              ? t('service.refused.BUSY')
              : t(`instance.refused.${powerRefusal(status satisfies InstanceStatus)}`)}
      </Text>
    </Alert>
  );
}
