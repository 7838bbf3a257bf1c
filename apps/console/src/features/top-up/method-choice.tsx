import '@mantine/core/styles/Chip.css';
import '@mantine/core/styles/Fieldset.css';
import '@mantine/core/styles/Radio.css';
import '@mantine/core/styles/RadioCard.css';
import '@mantine/core/styles/RadioIndicator.css';
import { Chip, Fieldset, Group, Radio, Stack, Text } from '@mantine/core';
import { BANKS, E_WALLETS, TOP_UP_METHODS, type TopUpMethod } from '@minispod/contracts/wallet';
import { IconBuildingBank, IconCreditCard, IconDeviceMobile, IconQrcode } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { viaName } from '../../format/via.js';
import classes from './method-choice.module.css';
import { type ChosenMethod, chosen } from './remembered-method.js';

const ICONS = {
  QRIS: IconQrcode,
  BANK_TRANSFER: IconBuildingBank,
  E_WALLET: IconDeviceMobile,
  CREDIT_CARD: IconCreditCard,
};

/** The most used first. */
const ORDER = [...TOP_UP_METHODS].sort((a, b) => Number(b === 'QRIS') - Number(a === 'QRIS'));

interface MethodChoiceProps {
  method: ChosenMethod;
  onChange: (method: ChosenMethod) => void;
}

export function MethodChoice({ method, onChange }: MethodChoiceProps) {
  const { t } = useTranslation();
  return (
    <Radio.Group
      label={t('topUp.method')}
      styles={{ label: { fontSize: 'var(--mantine-font-size-lg)', fontWeight: 700 } }}
      value={method.paymentMethod}
      onChange={(next) => onChange(chosen(next as TopUpMethod))}
    >
      <Stack gap="xs" mt="sm">
        {ORDER.map((option) => (
          <div key={option}>
            <MethodCard option={option} />
            {option === method.paymentMethod && <Via method={method} onChange={onChange} />}
          </div>
        ))}
      </Stack>
    </Radio.Group>
  );
}

function MethodCard({ option }: { option: TopUpMethod }) {
  const { t } = useTranslation();
  const Icon = ICONS[option];
  return (
    <Radio.Card value={option} className={classes.card} radius="md" aria-label={t(`topUp.methods.${option}`)}>
      <Group wrap="nowrap" gap="md">
        <Radio.Indicator />
        <Icon size={24} stroke={1.5} aria-hidden style={{ flex: 'none' }} />
        <div>
          <Text fw={600}>{t(`topUp.methods.${option}`)}</Text>
          <Text size="sm" c="dimmed">
            {t(`topUp.methodText.${option}`)}
          </Text>
        </div>
      </Group>
    </Radio.Card>
  );
}

/** Which bank or wallet, for the methods that want to know. */
function Via({ method, onChange }: MethodChoiceProps) {
  const { t } = useTranslation();
  const { paymentMethod } = method;
  if (paymentMethod !== 'BANK_TRANSFER' && paymentMethod !== 'E_WALLET') return null;
  const options: readonly string[] = paymentMethod === 'BANK_TRANSFER' ? BANKS : E_WALLETS;
  return (
    <Fieldset
      variant="unstyled"
      legend={t(paymentMethod === 'BANK_TRANSFER' ? 'topUp.bank' : 'topUp.wallet')}
      mt="xs"
      mb="sm"
      ml="md"
    >
      <Chip.Group
        value={method.bank ?? method.wallet ?? ''}
        onChange={(via) => onChange(chosen(paymentMethod, via))}
      >
        <Group gap="xs">
          {options.map((option) => (
            <Chip key={option} value={option} fw={700}>
              {viaName(option)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </Fieldset>
  );
}
