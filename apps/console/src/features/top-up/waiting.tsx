import { Loader, Stack, Text, Title } from '@mantine/core';
import { formatRupiah } from '@minispod/contracts/rupiah';
import type { PaymentInstructions, TopUpView } from '@minispod/contracts/wallet';
import { useTranslation } from 'react-i18next';
import { viaName } from '../../format/via.js';
import { AccountNumber } from './account-number.js';
import { CheckNow } from './check-now.js';
import { LeavePayment } from './leave-payment.js';
import { PayByPage } from './pay-by-page.js';
import { PayByQr } from './pay-by-qr.js';
import { PayByTransfer } from './pay-by-transfer.js';
import { PayByWallet } from './pay-by-wallet.js';
import { Steps } from './steps.js';
import { TimeLeft } from './time-left.js';
import { viaOf } from './ways.js';

/** How to pay, until when, and how else. */
export function Waiting({ topUp }: { topUp: TopUpView }) {
  const { t } = useTranslation();
  const { instructions } = topUp;
  if (!instructions) {
    return (
      <Stack gap="md" align="center" ta="center">
        <Loader aria-hidden />
        <Title order={2}>{t('topUp.uncertainTitle')}</Title>
        <Text c="dimmed">{t('topUp.uncertainText')}</Text>
        <CheckNow topUp={topUp} />
        <LeavePayment topUp={topUp} />
      </Stack>
    );
  }
  return (
    <Stack gap="lg">
      <Stack gap="xs" align="center" ta="center">
        <Title order={2}>
          {t('topUp.payBy', { way: viaOf(topUp) ?? t(`topUp.inWords.${topUp.paymentMethod}`) })}
        </Title>
        {instructions.kind !== 'TRANSFER' && (
          <Text fz={36} fw={700} lh={1.1} className="figures">
            {formatRupiah(topUp.amount)}
          </Text>
        )}
        <TimeLeft topUp={topUp} />
      </Stack>
      <HowToPay topUp={topUp} instructions={instructions} />
      {instructions.kind !== 'TRANSFER' && <CheckNow topUp={topUp} />}
      <LeavePayment topUp={topUp} />
    </Stack>
  );
}

function HowToPay({ topUp, instructions }: { topUp: TopUpView; instructions: PaymentInstructions }) {
  const { t } = useTranslation();
  const { amount } = topUp;
  switch (instructions.kind) {
    case 'VA':
      return (
        <>
          <AccountNumber label={t('topUp.vaNumber')} number={instructions.number} grouped />
          <ExactAmount />
          <Steps bank={instructions.bank} words={{ number: instructions.number }} />
        </>
      );
    case 'BILL':
      return (
        <>
          <Stack gap="xs">
            <AccountNumber label={t('topUp.billerCode')} number={instructions.billerCode} />
            <AccountNumber label={t('topUp.billKey')} number={instructions.billKey} />
          </Stack>
          <ExactAmount />
          <Steps
            bank={`${instructions.bank}-bill`}
            words={{ biller: instructions.billerCode, number: instructions.billKey }}
          />
        </>
      );
    case 'QR':
      return <PayByQr text={instructions.qrString} amount={amount} />;
    case 'DEEPLINK': {
      const { wallet, url, qrString } = instructions;
      return <PayByWallet wallet={viaName(wallet)} url={url} qrString={qrString} amount={amount} />;
    }
    case 'PAGE':
      return <PayByPage url={instructions.url} amount={amount} />;
    case 'TRANSFER':
      return <PayByTransfer topUp={topUp} {...instructions} />;
  }
}

function ExactAmount() {
  const { t } = useTranslation();
  return (
    <Text size="sm" c="dimmed">
      {t('topUp.vaText')}
    </Text>
  );
}
