import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Changes } from './mistakes.js';

/** Which variables came, changed and went, by name. */
export function ChangeWords({ changes }: { changes: Changes }) {
  const { t } = useTranslation();
  return (['added', 'changed', 'removed'] as const).map(
    (kind) =>
      changes[kind].length > 0 && (
        <Text key={kind} size="sm" style={{ overflowWrap: 'anywhere' }}>
          {t(`variables.${kind}`, { names: changes[kind].join(', ') })}
        </Text>
      ),
  );
}
