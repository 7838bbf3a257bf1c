import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface StatusFilterProps<T extends string> {
  label: string;
  value: T | undefined;
  options: readonly T[];
  word: (option: T) => string;
  onChange: (value: T | undefined) => void;
}

/** One of a few values, or all of them. */
export function StatusFilter<T extends string>({
  label,
  value,
  options,
  word,
  onChange,
}: StatusFilterProps<T>) {
  const { t } = useTranslation();
  return (
    <NativeSelect
      label={label}
      value={value ?? ''}
      onChange={(event) => onChange(options.find((option) => option === event.currentTarget.value))}
      data={[
        { value: '', label: t('common.all') },
        ...options.map((option) => ({ value: option, label: word(option) })),
      ]}
    />
  );
}
