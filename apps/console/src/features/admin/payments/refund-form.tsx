import '@mantine/core/styles/FloatingIndicator.css';
import '@mantine/core/styles/SegmentedControl.css';
import { Button, NumberInput, SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { RefundInput } from '@minispod/contracts/payments';
import { formatRupiah } from '@minispod/contracts/rupiah';
import { useTranslation } from 'react-i18next';
import { focusFirstMistake } from '../../../forms/first-mistake.js';
import { useReasonCheck } from '../reason-check.js';
import type { PaymentDetail } from './payment.js';

export type Refund = Required<Pick<RefundInput, 'amount' | 'reason' | 'to'>> &
  Pick<RefundInput, 'bankAccount'>;

interface Values {
  to: Refund['to'];
  amount: number | '';
  reason: string;
  bank: string;
  number: string;
  holder: string;
  reference: string;
}

interface RefundFormProps {
  payment: PaymentDetail;
  /** What was filled in before, when somebody comes back to change it. */
  draft: Refund | undefined;
  onReady: (refund: Refund) => void;
}

export function RefundForm({ payment: { refundable, refundTo }, draft, onReady }: RefundFormProps) {
  const { t } = useTranslation();
  const form = useRefundForm(refundable, {
    to: draft?.to ?? (refundTo.includes('SOURCE') ? 'SOURCE' : 'BANK_ACCOUNT'),
    amount: draft?.amount ?? refundable,
    reason: draft?.reason ?? '',
    ...(draft?.bankAccount ?? { bank: '', number: '', holder: '', reference: '' }),
  });
  const { to } = form.values;
  const submit = form.onSubmit(({ amount, reason, bank, number, holder, reference }) => {
    const bankAccount = { bank, number, holder, reference };
    onReady({ to, amount: Number(amount), reason, ...(to === 'BANK_ACCOUNT' && { bankAccount }) });
  }, focusFirstMistake);
  return (
    <form noValidate onSubmit={submit}>
      <Stack gap="md">
        {refundTo.includes('SOURCE') && (
          <SegmentedControl
            aria-label={t('payments.refund.to')}
            data={[
              { value: 'SOURCE', label: t('payments.refund.toSource') },
              { value: 'BANK_ACCOUNT', label: t('payments.refund.toBank') },
            ]}
            {...form.getInputProps('to')}
          />
        )}
        <Text size="sm">
          {t(
            to === 'SOURCE'
              ? 'payments.refund.sourceText'
              : refundTo.includes('SOURCE')
                ? 'payments.refund.bankText'
                : 'payments.refund.onlyBank',
          )}
        </Text>
        <NumberInput
          data-autofocus
          label={t('payments.refund.amount')}
          description={t('payments.refund.amountHint', { amount: formatRupiah(refundable) })}
          prefix="Rp"
          thousandSeparator="."
          decimalSeparator=","
          allowDecimal={false}
          allowNegative={false}
          hideControls
          {...form.getInputProps('amount')}
        />
        {to === 'BANK_ACCOUNT' && (
          <>
            <TextInput label={t('payments.refund.bank')} maxLength={60} {...form.getInputProps('bank')} />
            <TextInput
              label={t('payments.refund.number')}
              inputMode="numeric"
              maxLength={30}
              {...form.getInputProps('number')}
            />
            <TextInput
              label={t('payments.refund.holder')}
              maxLength={100}
              {...form.getInputProps('holder')}
            />
            <TextInput
              label={t('payments.refund.reference')}
              maxLength={100}
              {...form.getInputProps('reference')}
            />
          </>
        )}
        <Textarea
          label={t('admin.reason')}
          description={t('admin.reasonHint')}
          autosize
          minRows={2}
          maxLength={500}
          {...form.getInputProps('reason')}
        />
        <Button type="submit">{t('payments.refund.next')}</Button>
      </Stack>
    </form>
  );
}

function useRefundForm(refundable: number, initialValues: Values) {
  const { t } = useTranslation();
  const checkReason = useReasonCheck();
  /** Only of a refund by hand, which names where it went. */
  const byHand = (isRight: (value: string) => boolean, mistake: string) => (value: string, all: Values) =>
    all.to === 'SOURCE' || isRight(value.trim()) ? null : mistake;
  return useForm<Values>({
    initialValues,
    validateInputOnBlur: true,
    validate: {
      amount: (amount) =>
        Number.isInteger(amount) && Number(amount) > 0 && Number(amount) <= refundable
          ? null
          : t('payments.refund.amountWrong', { amount: formatRupiah(refundable) }),
      reason: checkReason,
      bank: byHand((bank) => bank.length >= 2, t('payments.refund.bankMissing')),
      number: byHand((number) => /^[0-9]{5,30}$/.test(number), t('payments.refund.numberWrong')),
      holder: byHand((holder) => holder.length >= 2, t('payments.refund.holderMissing')),
      reference: byHand((reference) => reference !== '', t('payments.refund.referenceMissing')),
    },
  });
}
