import '@mantine/core/styles/Chip.css';
import '@mantine/core/styles/Fieldset.css';
import '@mantine/core/styles/NumberInput.css';
import { Chip, Fieldset, Group, NumberInput, Stack } from '@mantine/core';
import { formatRupiah } from '@minispod/contracts/rupiah';
import { MINIMUM_TOP_UP } from '@minispod/contracts/wallet';
import { useTranslation } from 'react-i18next';

const USUAL = [50_000, 100_000, 200_000, 500_000];

interface AmountChoiceProps {
  amount: number | null;
  /** What is missing for a plan: offered first. */
  suggested: number | undefined;
  mistake: string | null;
  onChange: (amount: number | null) => void;
}

export function AmountChoice({ amount, suggested, mistake, onChange }: AmountChoiceProps) {
  const { t } = useTranslation();
  const offers = suggested && !USUAL.includes(suggested) ? [suggested, ...USUAL] : USUAL;
  return (
    <Fieldset
      variant="unstyled"
      legend={t('topUp.amount')}
      styles={{ legend: { fontSize: 'var(--mantine-font-size-lg)', fontWeight: 700 } }}
    >
      <Stack gap="md" mt="xs">
        <Chip.Group value={String(amount)} onChange={(next) => onChange(Number(next))}>
          <Group gap="xs">
            {offers.map((offer) => (
              <Chip key={offer} value={String(offer)} size="md" className="figures">
                {formatRupiah(offer)}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
        <NumberInput
          size="md"
          label={t('topUp.amountOther')}
          description={t('topUp.amountHint', { minimum: formatRupiah(MINIMUM_TOP_UP) })}
          value={amount ?? ''}
          onChange={(next) => onChange(typeof next === 'number' ? next : null)}
          error={mistake}
          prefix="Rp"
          thousandSeparator="."
          decimalSeparator=","
          allowDecimal={false}
          allowNegative={false}
          hideControls
          inputMode="numeric"
          className="figures"
        />
      </Stack>
    </Fieldset>
  );
}
