import { Button } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PaymentsFrame } from '../payments/payments-frame.js';
import { DifferencesPanel } from './differences-panel.js';
import { type Imported, ImportSheet } from './import-sheet.js';
import { ImportedNotice } from './imported-notice.js';
import { ListsPanel } from './lists-panel.js';

/** The gateways' settlement lists against our books: what differs first, then the lists themselves. */
export function ReconciliationPage() {
  const { t } = useTranslation();
  const [isImporting, setIsImporting] = useState(false);
  const [imported, setImported] = useState<Imported | null>(null);
  return (
    <PaymentsFrame
      current="reconciliation"
      text={t('reconciliation.text')}
      actions={
        <Button onClick={() => setIsImporting(true)} leftSection={<IconFileImport size={18} aria-hidden />}>
          {t('reconciliation.import.open')}
        </Button>
      }
    >
      <div>
        <div role="status">{imported && <ImportedNotice imported={imported} />}</div>
        <DifferencesPanel />
      </div>
      <ListsPanel />
      {isImporting && (
        <ImportSheet
          onClose={() => setIsImporting(false)}
          onDone={(result) => {
            setIsImporting(false);
            setImported(result);
          }}
        />
      )}
    </PaymentsFrame>
  );
}
