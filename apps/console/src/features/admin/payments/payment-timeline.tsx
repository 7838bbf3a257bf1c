import '@mantine/core/styles/Timeline.css';
import { Timeline as MantineTimeline, Text } from '@mantine/core';
import { formatRupiah } from '@minispod/contracts/rupiah';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../format/use-format.js';
import { useFailureWord } from './failure-word.js';
import type { PaymentDetail } from './payment.js';

interface Happening {
  at: string;
  what: string;
  /** What it meant, or why. */
  more?: string | null;
  by?: string;
}

/** Every change of its state and everything that went back, oldest first. */
export function PaymentTimeline({ payment }: { payment: PaymentDetail }) {
  const format = useFormat();
  const happenings = useHappenings(payment);
  return (
    <MantineTimeline active={happenings.length} bulletSize={14} lineWidth={2} color="tide">
      {happenings.map(({ at, what, more, by }) => (
        <MantineTimeline.Item key={`${at}${what}`} title={what}>
          {more && (
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {more}
            </Text>
          )}
          <Text size="sm" c="dimmed" className="figures">
            {format.dateTime(at)}
            {by && ` · ${by}`}
          </Text>
        </MantineTimeline.Item>
      ))}
    </MantineTimeline>
  );
}

function useHappenings(payment: PaymentDetail): Happening[] {
  const { t } = useTranslation();
  const states: Record<string, string> = t('payments.status', { returnObjects: true });
  const reasons: Record<string, string> = {
    ...t('payments.flag', { returnObjects: true }),
    ...t('payments.reason', { returnObjects: true }),
  };
  const actors: Record<string, string> = t('payments.actor', { returnObjects: true });
  const failureWord = useFailureWord();
  // That money went back is told by the reversals, with its sum.
  const told = payment.timeline.filter(({ to }) => !/REVERSED$/.test(to));
  const changes = told.map(({ from, to, reason, actor, at }) => ({
    at,
    what: from === null ? t('payments.happened.opened') : (states[to] ?? to),
    // "Paid: paid" and the like say nothing.
    more: reason === null || reason === to ? null : (reasons[reason] ?? failureWord(reason)),
    by: actors[actor] ?? actor,
  }));
  const reversals = payment.reversals.flatMap((reversal) => {
    const { kind, status, amount, taken, owed, excess, reason, problem, createdAt, doneAt } = reversal;
    const say = (state: typeof status) =>
      t(`payments.happened.${kind}.${state}`, { amount: formatRupiah(amount) });
    const sums = { taken: formatRupiah(taken), owed: formatRupiah(owed) };
    const parts = [
      excess > 0 && t('payments.happened.twice', { excess: formatRupiah(excess) }),
      owed > 0 && t('payments.happened.owed', sums),
    ].filter((part) => part !== false);
    const meaning = parts.length > 0 ? parts.join(' ') : null;
    // What nobody decided here was told when it was done already.
    const decided = kind === 'REFUND' ? [{ at: createdAt, what: say('REQUESTED'), more: reason }] : [];
    const ended =
      status === 'REQUESTED'
        ? []
        : [{ at: doneAt ?? createdAt, what: say(status), more: problem ?? meaning }];
    return [...decided, ...ended];
  });
  const all: Happening[] = [...changes, ...reversals];
  return all.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
