import '@mantine/core/styles/FloatingIndicator.css';
import '@mantine/core/styles/SegmentedControl.css';
import { SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

const KNOWN = ['bca', 'bni', 'bri', 'mandiri', 'mandiri-bill', 'permata'] as const;
const PLACES = ['mobile', 'atm'] as const;

interface StepsProps {
  bank: string;
  /** The numbers to be typed, as the steps name them. */
  words: { number: string; biller?: string };
}

/** What to press, at this bank: in its app, or at its machine. */
export function Steps({ bank, words }: StepsProps) {
  const { t } = useTranslation();
  const [place, setPlace] = useState<(typeof PLACES)[number]>('mobile');
  const known = KNOWN.find((code) => code === bank) ?? 'other';
  const steps = t(`paySteps.${known}.${place}`, words).split('\n');
  return (
    <Stack gap="sm" component="section" aria-labelledby="steps">
      <Title order={3} id="steps">
        {t('paySteps.title')}
      </Title>
      <SegmentedControl
        aria-label={t('paySteps.title')}
        value={place}
        onChange={(next) => setPlace(next as typeof place)}
        data={PLACES.map((value) => ({ value, label: t(`paySteps.place.${value}`) }))}
      />
      <ol style={{ margin: 0, paddingInlineStart: 24 }}>
        {steps.map((step) => (
          <Text component="li" key={step} py={4} style={{ overflowWrap: 'anywhere' }}>
            {step}
          </Text>
        ))}
      </ol>
    </Stack>
  );
}
