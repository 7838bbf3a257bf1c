import { Button, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { SubscriptionDetail } from '@minispod/contracts/subscription';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/use-format.js';
import { Panel } from '../../ui/panel.js';
import { ProblemPanel } from '../../ui/problem-panel.js';
import { Way } from '../../ui/way.js';
import { CancelSheet } from './cancel-sheet.js';
import { NowWords } from './now-words.js';
import { situationOf } from './situation.js';
import { useUpdate } from './use-update.js';

/** Everything that ends a subscription, in one place at the bottom, with what it means for data and money. */
export function EndPanel({ subscription }: { subscription: SubscriptionDetail }) {
  const { t } = useTranslation();
  const [isOpen, { open, close }] = useDisclosure();
  const situation = situationOf(subscription);
  if (situation === 'UPGRADING') {
    return (
      <Panel title={t('subscription.dangerTitle')}>
        <Text c="dimmed">{t('subscription.cancel.upgrading')}</Text>
      </Panel>
    );
  }
  // The paid period of one that is unpaid is over: there is no later end to wait for.
  const hasPaidTime = ['RENEWS', 'RENEWS_FREE', 'ENDING'].includes(situation);
  return (
    <Panel title={t('subscription.dangerTitle')}>
      <Stack gap="lg">
        {hasPaidTime && <AtPeriodEnd subscription={subscription} />}
        <Way title={t('subscription.cancel.nowTitle')} text={<NowWords subscription={subscription} />}>
          <Button color="red" variant="light" onClick={open}>
            {t('subscription.cancel.nowAction')}
          </Button>
        </Way>
      </Stack>
      {isOpen && <CancelSheet subscription={subscription} onClose={close} />}
    </Panel>
  );
}

function AtPeriodEnd({ subscription }: { subscription: SubscriptionDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const update = useUpdate();
  const { id, autoRenew, endDate } = subscription;
  const words = { date: format.date(endDate) };
  return (
    <Way
      title={t('subscription.cancel.endTitle')}
      text={t(autoRenew ? 'subscription.cancel.endText' : 'subscription.cancel.endingText', words)}
    >
      {update.error && <ProblemPanel error={update.error} />}
      <Button
        variant="default"
        loading={update.isPending}
        onClick={() => update.mutate({ id, autoRenew: !autoRenew })}
      >
        {t(autoRenew ? 'subscription.cancel.endAction' : 'subscription.cancel.keep', words)}
      </Button>
    </Way>
  );
}
