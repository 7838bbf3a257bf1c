import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';

interface SearchFieldProps {
  label: string;
  value: string | undefined;
  /** Called a moment after the last key. */
  onSearch: (typed: string | undefined) => void;
}

export function SearchField({ label, value, onSearch }: SearchFieldProps) {
  const search = useDebouncedCallback((typed: string) => onSearch(typed.trim() || undefined), 300);
  return (
    <TextInput
      type="search"
      w={{ base: '100%', sm: 320 }}
      label={label}
      defaultValue={value}
      onChange={(event) => search(event.currentTarget.value)}
      leftSection={<IconSearch size={18} aria-hidden />}
    />
  );
}
