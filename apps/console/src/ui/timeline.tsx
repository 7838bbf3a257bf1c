import '@mantine/core/styles/Timeline.css';
import { Timeline as MantineTimeline, Text } from '@mantine/core';
import type { OrderDetail } from '@minispod/contracts/order';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/use-format.js';
import { isKnownProblem, problemText } from '../texts/problem-code.js';

type Entry = OrderDetail['timeline'][number];

/** A status in words; one of a newer server keeps its own name. */
function statusWord({ subject, to }: Entry, t: TFunction): string {
  const words: Record<string, string> =
    subject === 'payment'
      ? t('order.payment', { returnObjects: true })
      : t(`states.${subject}`, { returnObjects: true });
  return words[to] ?? to;
}

function actorWord(actor: string, t: TFunction): string {
  const words: Record<string, string> = t('order.actor', { returnObjects: true });
  return words[actor] ?? actor;
}

/** Why it happened, where that says more than the state; null when there is nothing to add. */
function reasonWord(reason: string | null, t: TFunction): string | null {
  if (reason === null) return null;
  if (isKnownProblem(reason)) return t(`problem.${problemText(reason)}.title`);
  const words: Record<string, string> = t('reason', { returnObjects: true });
  return words[reason] ?? null;
}

/** Everything that happened, oldest first, with who did it and when. */
export function Timeline({ entries, named = false }: { entries: Entry[]; named?: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <MantineTimeline active={entries.length} bulletSize={14} lineWidth={2} color="tide">
      {entries.map((entry) => (
        <MantineTimeline.Item
          key={`${entry.subject}${entry.to}${entry.at}`}
          title={`${named ? `${t(`order.subject.${entry.subject}`)}: ` : ''}${statusWord(entry, t)}`}
        >
          <Text size="sm">{reasonWord(entry.reason, t)}</Text>
          <Text size="sm" c="dimmed" className="figures" style={{ whiteSpace: 'normal' }}>
            {format.dateTime(entry.at)} · {actorWord(entry.actor, t)}
          </Text>
        </MantineTimeline.Item>
      ))}
    </MantineTimeline>
  );
}
