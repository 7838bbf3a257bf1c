import { ActionIcon, Group, TextInput } from '@mantine/core';
import { IconEye, IconEyeOff, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from './dotenv.js';

interface VariableRowProps {
  row: Row;
  /** From 1. */
  number: number;
  mistake: string | null;
  hint: string | undefined;
  /** Whether all values are shown. */
  shows: boolean;
  onChange: (change: Partial<Row>) => void;
  onRemove: () => void;
}

const MONOSPACE = { input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 14 } };

/** A name and a value, which is hidden until one wants to see it, or types it. */
export function VariableRow({ row, number, mistake, hint, shows, onChange, onRemove }: VariableRowProps) {
  const { t } = useTranslation();
  const [isShown, setIsShown] = useState(row.name === '' && row.value === '');
  const visible = shows || isShown;
  const name = row.name || String(number);
  const Eye = visible ? IconEyeOff : IconEye;
  return (
    <Group gap="xs" align="flex-start" wrap="wrap">
      <TextInput
        aria-label={t('variables.nameOf', { row: number })}
        placeholder={t('variables.name')}
        value={row.name}
        onChange={(event) => onChange({ name: event.currentTarget.value.trim() })}
        error={mistake}
        description={mistake ? undefined : hint}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        styles={MONOSPACE}
        style={{ flex: '1 1 200px' }}
      />
      <TextInput
        aria-label={t('variables.valueOf', { name })}
        placeholder={t('variables.value')}
        type={visible ? 'text' : 'password'}
        value={row.value}
        onChange={(event) => onChange({ value: event.currentTarget.value })}
        // A password manager has no business here.
        autoComplete="new-password"
        spellCheck={false}
        styles={MONOSPACE}
        style={{ flex: '2 1 220px' }}
        rightSection={
          <ActionIcon
            variant="subtle"
            color="gray"
            disabled={shows}
            onClick={() => setIsShown(!isShown)}
            aria-label={t(visible ? 'variables.hideValue' : 'variables.showValue', { name })}
          >
            <Eye size={18} aria-hidden />
          </ActionIcon>
        }
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        size={36}
        onClick={onRemove}
        aria-label={t('variables.remove', { name })}
      >
        <IconTrash size={18} aria-hidden />
      </ActionIcon>
    </Group>
  );
}
