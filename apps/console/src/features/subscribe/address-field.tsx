import { Loader, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ChangeEvent, FocusEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../app/trpc.js';
import { addressMistake } from './address-rule.js';

interface AddressFieldProps {
  value: string;
  error?: React.ReactNode;
  onChange: (event: ChangeEvent<HTMLInputElement>) => void;
  onBlur?: (event: FocusEvent<HTMLInputElement>) => void;
}

/** Says while one types whether the address is free. */
export function AddressField({ value, error, ...field }: AddressFieldProps) {
  const { t } = useTranslation();
  const typed = value.trim().toLowerCase();
  const [settled] = useDebouncedValue(typed, 350);
  const isWell = typed !== '' && addressMistake(typed, t) === null;
  const check = useQuery({
    ...trpc.subscriptions.checkSubdomain.queryOptions({ subdomain: settled }),
    enabled: isWell && settled === typed,
    staleTime: 5_000,
  });
  const isChecking = isWell && (settled !== typed || check.isFetching);
  const answer = isWell && !isChecking ? check.data : undefined;
  const isTaken = answer?.available === false;
  return (
    <TextInput
      size="md"
      label={t('subscribe.address')}
      description={t('subscribe.addressHint')}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      value={value}
      {...field}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      error={isTaken ? t('subscribe.addressTaken', { host: answer.host }) : error}
      inputWrapperOrder={['label', 'description', 'input', 'error']}
      rightSection={
        isChecking ? (
          <Loader size={18} aria-label={t('subscribe.addressChecking')} />
        ) : answer ? (
          isTaken ? (
            <IconCircleX size={20} color="var(--mantine-color-error)" aria-hidden />
          ) : (
            <IconCircleCheck size={20} color="var(--mantine-color-green-6)" aria-hidden />
          )
        ) : null
      }
      inputContainer={(input) => (
        <>
          {input}
          <span role="status" style={{ fontSize: 13, color: 'var(--mantine-color-dimmed)' }}>
            {answer?.available && t('subscribe.addressFree', { host: answer.host })}
          </span>
        </>
      )}
    />
  );
}
