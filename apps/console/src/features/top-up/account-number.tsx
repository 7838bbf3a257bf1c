import { Group, Text } from '@mantine/core';
import { Copy } from '../../ui/copy.js';

interface AccountNumberProps {
  label: string;
  number: string;
  /** In fours, as people read them out. */
  grouped?: boolean;
}

/** A number to be typed at a bank, large enough to be read from beside the machine, copied without its gaps. */
export function AccountNumber({ label, number, grouped = false }: AccountNumberProps) {
  return (
    <Group justify="space-between" gap="xs" p="md" bg="var(--surface-raised)" style={{ borderRadius: 14 }}>
      <div style={{ minWidth: 0 }}>
        <Text size="sm" c="dimmed">
          {label}
        </Text>
        <Text fw={700} className="address" style={{ fontSize: 22, wordSpacing: '-0.35em' }}>
          {grouped ? number.replace(/(.{4})(?=.)/g, '$1 ') : number}
        </Text>
      </div>
      <Copy value={number} what={label} />
    </Group>
  );
}
