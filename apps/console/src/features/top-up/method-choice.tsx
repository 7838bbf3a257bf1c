import '@mantine/core/styles/Radio.css';
import '@mantine/core/styles/RadioCard.css';
import '@mantine/core/styles/RadioIndicator.css';
import { Button, Group, Radio, SimpleGrid, Stack, Text } from '@mantine/core';
import { MAXIMUM_TOP_UP, type TopUpMethod } from '@minispod/contracts/wallet';
import {
  IconArrowsExchange,
  IconBuildingBank,
  IconCreditCard,
  IconDeviceMobile,
  IconQrcode,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/use-format.js';
import classes from './method-choice.module.css';
import { byMethod, keyOf, type Methods, type Way } from './ways.js';

const ICONS = {
  QRIS: IconQrcode,
  BANK_TRANSFER: IconBuildingBank,
  E_WALLET: IconDeviceMobile,
  CREDIT_CARD: IconCreditCard,
  MANUAL_TRANSFER: IconArrowsExchange,
};

interface MethodChoiceProps {
  methods: Methods;
  /** Undefined while nothing can be paid by. */
  way: Way | undefined;
  onChange: (way: Way) => void;
  /** All ways at once; else only the chosen one, until another is asked for. */
  open?: boolean;
}

/** Every way to pay, each one tap away; how it was paid last stands alone until another is wanted. */
export function MethodChoice({ methods, way, onChange, open = false }: MethodChoiceProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(open);
  const isAlone = !isOpen && methods.last !== null && way !== undefined && keyOf(way) === keyOf(methods.last);
  return (
    <Radio.Group
      label={t('topUp.method')}
      styles={{ label: { fontSize: 'var(--mantine-font-size-lg)', fontWeight: 700 } }}
      value={way ? keyOf(way) : null}
      onChange={(key) => {
        const next = methods.items.find((item) => keyOf(item) === key);
        if (!next) return;
        setOpen(true);
        onChange(next);
      }}
    >
      <Stack gap="md" mt="sm">
        {isAlone ? (
          <Alone way={way} onOthers={() => setOpen(true)} />
        ) : (
          byMethod(methods.items).map(({ method, ways }) => <Ways key={method} method={method} ways={ways} />)
        )}
      </Stack>
    </Radio.Group>
  );
}

function Alone({ way, onOthers }: { way: Way; onOthers: () => void }) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs" align="flex-start">
      <WayCard way={way} full />
      <Button variant="subtle" size="compact-md" onClick={onOthers}>
        {t('topUp.otherWays')}
      </Button>
    </Stack>
  );
}

function Ways({ method, ways }: { method: TopUpMethod; ways: Way[] }) {
  const { t } = useTranslation();
  const [first] = ways;
  if (first && ways.length === 1) return <WayCard way={first} full />;
  return (
    <div>
      <Text size="sm" fw={600} mb={6}>
        {t(`topUp.methods.${method}`)}
      </Text>
      <SimpleGrid cols={2} spacing="xs" verticalSpacing="xs">
        {ways.map((way) => (
          <WayCard key={keyOf(way)} way={way} />
        ))}
      </SimpleGrid>
    </div>
  );
}

/** `full`: on a line of its own, where there is room for the method's name and picture. */
function WayCard({ way, full = false }: { way: Way; full?: boolean }) {
  const { t } = useTranslation();
  const Icon = ICONS[way.method];
  const isVia = way.bank !== null || way.wallet !== null;
  const name = t(`topUp.methods.${way.method}`);
  return (
    <Radio.Card value={keyOf(way)} className={classes.card} disabled={!way.isAvailable}>
      <Group wrap="nowrap" gap="sm" align="center">
        <Radio.Indicator disabled={!way.isAvailable} />
        {full && <Icon size={24} stroke={1.5} aria-hidden style={{ flex: 'none' }} />}
        <div style={{ minWidth: 0 }}>
          <Text fw={600}>{isVia ? way.name : name}</Text>
          {full && <Text size="sm">{isVia ? name : t(`topUp.methodText.${way.method}`)}</Text>}
          <Limits way={way} />
        </div>
      </Group>
    </Radio.Card>
  );
}

function Limits({ way: { min, max, reason } }: { way: Way }) {
  const { t } = useTranslation();
  const format = useFormat();
  const limits = { min: format.roundRupiah(min), max: format.roundRupiah(Math.min(max, MAXIMUM_TOP_UP)) };
  const words = {
    AMOUNT: t('topUp.reason.AMOUNT', limits),
    DOWN: t('topUp.reason.DOWN'),
    OFF: t('topUp.reason.OFF'),
  };
  return (
    <Text size="xs" c={reason ? 'var(--warn)' : 'dimmed'} className={classes.limits}>
      {reason ? words[reason] : t('topUp.upTo', limits)}
    </Text>
  );
}
