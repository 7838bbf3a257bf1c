import { Alert } from '@mantine/core';
import { IconCircleCheck, IconListCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Imported } from './import-sheet.js';

/** What importing a list has done. */
export function ImportedNotice({ imported }: { imported: Imported }) {
  const { t } = useTranslation();
  const { isNew, fileName, lines, matched, open } = imported;
  const name = fileName ?? t(`payments.gateway.${imported.gateway}`);
  const Icon = open > 0 ? IconListCheck : IconCircleCheck;
  return (
    <Alert mb="md" color={open > 0 ? 'amber' : 'green'} icon={<Icon aria-hidden />}>
      {isNew
        ? t('reconciliation.import.done', { name, lines, matched })
        : t('reconciliation.import.again', { name })}{' '}
      {open > 0
        ? t('reconciliation.import.differences', { count: open })
        : isNew && t('reconciliation.import.allAgree')}
    </Alert>
  );
}
