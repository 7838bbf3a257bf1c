import { Alert, Button, FileInput, Stack, Text } from '@mantine/core';
import type { ImportedSettlementsView, SettlementFileProblem } from '@minispod/contracts/payments';
import { IconFileAlert, IconFileTypeCsv } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { problemOf } from '../../../app/problem.js';
import { queryClient } from '../../../app/query-client.js';
import { sendFile } from '../../../app/send-file.js';
import { trpc } from '../../../app/trpc.js';
import { focusFirstMistake } from '../../../forms/first-mistake.js';
import { Confirm } from '../../../ui/confirm.js';
import { ProblemPanel } from '../../../ui/problem-panel.js';

export type Imported = z.infer<typeof ImportedSettlementsView>;

/** MB, as `MAXIMUM_SETTLEMENT_FILE` of the contracts, whose schemas are not wanted here. */
const MEGABYTES = 20;

interface ImportSheetProps {
  onClose: () => void;
  onDone: (imported: Imported) => void;
}

/** Takes a settlement list as a file, whole or not at all. */
export function ImportSheet({ onClose, onDone }: ImportSheetProps) {
  const { t } = useTranslation();
  const [file, setFile] = useState<File | null>(null);
  const [mistake, setMistake] = useState<string | null>(null);
  const send = useMutation({
    mutationFn: (list: File) => sendFile<Imported>('/api/admin/reconciliation/imports', list),
    onSuccess: onDone,
    onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.admin.pathKey() }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wrong = !file
      ? t('reconciliation.import.missing')
      : file.size > MEGABYTES * 1024 * 1024
        ? t('reconciliation.import.tooLarge', { megabytes: MEGABYTES })
        : null;
    setMistake(wrong);
    if (file && wrong === null) send.mutate(file);
    else focusFirstMistake();
  };
  return (
    <Confirm title={t('reconciliation.import.title')} onClose={onClose}>
      <form noValidate onSubmit={submit}>
        <Stack gap="md">
          <Text>{t('reconciliation.import.text')}</Text>
          <FileInput
            data-autofocus
            label={t('reconciliation.import.file')}
            description={t('reconciliation.import.fileHint', { megabytes: MEGABYTES })}
            placeholder={t('reconciliation.import.choose')}
            accept=".csv,text/csv,text/plain"
            leftSection={<IconFileTypeCsv size={18} aria-hidden />}
            value={file}
            error={mistake}
            onChange={(chosen) => {
              setFile(chosen);
              setMistake(null);
              send.reset();
            }}
          />
          {send.error && <Refusal error={send.error} />}
          <Button type="submit" loading={send.isPending}>
            {t('reconciliation.import.do')}
          </Button>
        </Stack>
      </form>
    </Confirm>
  );
}

/** Where a list is wrong and how; all absent: it is no list. */
interface Place {
  line?: string;
  column?: string;
  problem?: SettlementFileProblem;
}

/** Which line and column the list was refused for. */
function Refusal({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const { code, details } = problemOf(error);
  if (code === 'PAYLOAD_TOO_LARGE') {
    return (
      <Alert role="alert" color="red" icon={<IconFileAlert aria-hidden />}>
        {t('reconciliation.import.tooLarge', { megabytes: MEGABYTES })}
      </Alert>
    );
  }
  if (code !== 'VALIDATION_ERROR') return <ProblemPanel error={error} />;
  const { line, column, problem } = (details ?? {}) as Place;
  return (
    <Alert
      role="alert"
      color="red"
      icon={<IconFileAlert aria-hidden />}
      title={t('reconciliation.import.failed')}
    >
      <Stack gap={4}>
        {line !== undefined && (
          <Text fw={600}>
            {column
              ? t('reconciliation.import.where', { line, column })
              : t('reconciliation.import.whereLine', { line })}
          </Text>
        )}
        <Text>
          {problem ? t(`reconciliation.import.problem.${problem}`) : t('reconciliation.import.noList')}
        </Text>
        <Text size="sm">{t('reconciliation.import.mend')}</Text>
      </Stack>
    </Alert>
  );
}
