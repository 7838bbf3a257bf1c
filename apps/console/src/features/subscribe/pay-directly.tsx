import { Button, Skeleton, Stack, Text } from '@mantine/core';
import { formatRupiah } from '@minispod/contracts/rupiah';
import { useTranslation } from 'react-i18next';
import { QueryView } from '../../ui/query-view.js';
import { MethodChoice } from '../top-up/method-choice.js';
import { OpeningProblem } from '../top-up/opening-problem.js';
import { useMethods } from '../top-up/use-methods.js';
import { viaOf, type Way } from '../top-up/ways.js';

export interface DirectPayment {
  pay: (way: Way) => void;
  isBusy: boolean;
  error: unknown;
}

/** Pays the whole price at once, without credit: the place is kept while the payment is open. */
export function PayDirectly({ total, direct }: { total: number; direct: DirectPayment }) {
  const { t } = useTranslation();
  const { query, way, choose } = useMethods(total);
  const amount = formatRupiah(total);
  return (
    <Stack gap="md">
      <QueryView query={query} skeleton={<Skeleton h={120} radius="md" />}>
        {(methods) => <MethodChoice methods={methods} way={way} onChange={choose} />}
      </QueryView>
      <OpeningProblem error={direct.error} />
      <Button
        size="lg"
        fullWidth
        loading={direct.isBusy}
        disabled={!way?.isAvailable}
        onClick={() => way && direct.pay(way)}
        h="auto"
        py="sm"
        styles={{ label: { whiteSpace: 'normal', textAlign: 'center' } }}
      >
        {way
          ? t('topUp.direct.pay', { amount, way: viaOf(way) ?? t(`topUp.inWords.${way.method}`) })
          : t('topUp.pay', { amount })}
      </Button>
      <Text size="sm" c="dimmed">
        {t('topUp.direct.text')}
      </Text>
    </Stack>
  );
}
