import { Code, Group, Text } from '@mantine/core';
import '@mantine/core/styles/Code.css';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../format/use-format.js';
import { Copy } from '../../../ui/copy.js';
import { Panel } from '../../../ui/panel.js';
import type { PaymentDetail } from './payment.js';

/** What the gateway notified us of, and when it was acted on. */
export function EventsPanel({ events }: Pick<PaymentDetail, 'events'>) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Panel title={t('payments.detail.events')}>
      {events.length === 0 && <Text c="dimmed">{t('payments.detail.eventsNone')}</Text>}
      <ul className="rows">
        {events.map(({ rawStatus, deliveries, receivedAt, handledAt }) => (
          <Group component="li" key={`${rawStatus}${receivedAt}`} justify="space-between" py="sm" gap="xs">
            <div>
              <Text fw={600} className="address">
                {rawStatus}
              </Text>
              <Text size="sm" c="dimmed">
                {t('payments.detail.deliveries', { count: deliveries })},{' '}
                {t('payments.detail.received', { date: format.dateTime(receivedAt) })}
              </Text>
            </div>
            <Text size="sm" c={handledAt ? 'dimmed' : 'var(--warn)'}>
              {handledAt
                ? t('payments.detail.handled', { date: format.dateTime(handledAt) })
                : t('payments.detail.unhandled')}
            </Text>
          </Group>
        ))}
      </ul>
    </Panel>
  );
}

/** As received, for whoever argues with the gateway about it. */
export function EvidencePanel({ evidence }: Pick<PaymentDetail, 'evidence'>) {
  const { t } = useTranslation();
  const title = t('payments.detail.evidence');
  const words = evidence === null ? null : JSON.stringify(evidence, null, 2);
  return (
    <Panel title={title} action={words && <Copy value={words} what={title} />}>
      {words === null ? (
        <Text c="dimmed">{t('payments.detail.evidenceNone')}</Text>
      ) : (
        <Code
          block
          tabIndex={0}
          role="region"
          aria-label={title}
          mah={360}
          style={{ overflow: 'auto', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
        >
          {words}
        </Code>
      )}
    </Panel>
  );
}
