import { Alert, Stack, Text } from '@mantine/core';
import type { SubscriptionDetail } from '@minispod/contracts/subscription';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../app/trpc.js';
import { useNow } from '../../format/use-format.js';
import { isKnownProblem, problemText } from '../../texts/problem-code.js';
import { ButtonLink } from '../../ui/links.js';
import { Panel } from '../../ui/panel.js';
import { StepList } from '../instance/step-list.js';
import { failedUpgrade } from './situation.js';

/** Where announcements do not get through, the page still follows. */
const POLL_MS = 5_000;

/** How an upgrade is getting on, or that the last one came to nothing. */
export function UpgradeStatus({ subscription }: { subscription: SubscriptionDetail }) {
  const failed = failedUpgrade(subscription.timeline);
  if (subscription.status === 'PENDING_UPGRADE') return <Progress subscription={subscription} />;
  return failed ? <Failed subscription={subscription} code={failed.code} /> : null;
}

function Progress({ subscription }: { subscription: SubscriptionDetail }) {
  const { t } = useTranslation();
  const now = useNow(1_000);
  const id = subscription.instances.find(({ status }) => status !== 'TERMINATED')?.id ?? '';
  const instance = useQuery({
    ...trpc.instances.get.queryOptions({ id }),
    enabled: id !== '',
    refetchInterval: POLL_MS,
  });
  return (
    <Panel title={t('subscription.upgrading.title')}>
      <Stack gap="md">
        <Text>{t('subscription.upgrading.text', { service: subscription.service.name })}</Text>
        {instance.data && <StepList steps={instance.data.steps} now={now} />}
      </Stack>
    </Panel>
  );
}

function Failed({ subscription, code }: { subscription: SubscriptionDetail; code: string | null }) {
  const { t } = useTranslation();
  const { id, service } = subscription;
  return (
    <Alert
      role="alert"
      color="red"
      icon={<IconArrowBackUp aria-hidden />}
      title={t('subscription.upgradeFailed.title')}
    >
      <Stack gap="md" align="flex-start">
        <Text>
          {isKnownProblem(code) && <strong>{t(`problem.${problemText(code)}.title`)}. </strong>}
          {t('subscription.upgradeFailed.text', { service: service.name })}
        </Text>
        <ButtonLink
          to="/subscriptions/$id"
          params={{ id }}
          search={{ plan: 'any' }}
          resetScroll={false}
          variant="default"
        >
          {t('subscription.upgradeFailed.again')}
        </ButtonLink>
      </Stack>
    </Alert>
  );
}
