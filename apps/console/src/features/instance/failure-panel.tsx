import '@mantine/core/styles/Code.css';
import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core';
import type { InstanceDetail } from '@minispod/contracts/instance';
import { formatRupiah } from '@minispod/contracts/rupiah';
import { IconAlertTriangle, IconArrowBackUp } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../app/trpc.js';
import { problemText } from '../../texts/problem-code.js';
import { ButtonLink } from '../../ui/links.js';
import { askAgain } from './ask-again.js';
import { Refused } from './refused.js';

/** What went wrong, what became of the money, and the way on. */
export function FailurePanel({ instance }: { instance: InstanceDetail }) {
  const { t } = useTranslation();
  const { health, refunded } = instance;
  const problem = problemText(health.code);
  const neverRan = refunded !== null;
  return (
    <Alert
      role="alert"
      color="red"
      icon={<IconAlertTriangle aria-hidden />}
      title={neverRan ? t('instance.failedTitle', { name: instance.name }) : t(`problem.${problem}.title`)}
    >
      <Stack gap="md" align="flex-start">
        <Text>
          {neverRan && <strong>{t(`problem.${problem}.title`)}. </strong>}
          {t(`problem.${problem}.text`)}
        </Text>
        <Group gap="xs" wrap="nowrap" align="flex-start">
          <IconArrowBackUp size={20} aria-hidden style={{ flex: 'none' }} />
          <Text fw={600}>
            {!neverRan && t('instance.failedLater')}
            {refunded === 0 && t('instance.failedBackFree')}
            {refunded !== null &&
              refunded > 0 &&
              t('instance.failedBack', { amount: formatRupiah(refunded) })}
          </Text>
        </Group>
        {neverRan ? <WayOn instance={instance} /> : <Retry instance={instance} />}
        {health.reason && (
          <details>
            <summary style={{ cursor: 'pointer', fontSize: 14 }}>{t('instance.technical')}</summary>
            <Code block mt="xs" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              {health.reason}
            </Code>
          </details>
        )}
      </Stack>
    </Alert>
  );
}

/** Nothing has to be paid or chosen anew: it is only begun once more. */
function Retry({ instance }: { instance: InstanceDetail }) {
  const { t } = useTranslation();
  const retry = useMutation(trpc.instances.retry.mutationOptions({ onSettled: askAgain }));
  return (
    <>
      <Button disabled={retry.isPending} onClick={() => retry.mutate({ id: instance.id })}>
        <span aria-live="polite">{t(retry.isPending ? 'service.retrying' : 'service.retry')}</span>
      </Button>
      {retry.error && <Refused error={retry.error} />}
    </>
  );
}

/** The same plan once more, or something else. */
function WayOn({ instance }: { instance: InstanceDetail }) {
  const { t } = useTranslation();
  const subscription = useQuery(trpc.subscriptions.get.queryOptions({ id: instance.subscriptionId }));
  return (
    <Group gap="sm">
      <ButtonLink
        to="/catalog/$slug"
        params={{ slug: instance.service.slug }}
        search={{ plan: subscription.data?.plan.id, name: instance.name, address: instance.subdomain }}
      >
        {t('instance.tryAgain')}
      </ButtonLink>
      <ButtonLink to="/catalog" variant="default">
        {t('instance.pickAnother')}
      </ButtonLink>
    </Group>
  );
}
