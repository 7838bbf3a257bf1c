import '@mantine/core/styles/FloatingIndicator.css';
import '@mantine/core/styles/SegmentedControl.css';
import { Alert, Button, Group, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import type { InstanceDetail } from '@minispod/contracts/instance';
import { IconEye, IconEyeOff, IconPlus } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useIntent } from '../../../app/intent.js';
import type { RouterOutputs } from '../../../app/router-outputs.js';
import { trpc } from '../../../app/trpc.js';
import { useFormat } from '../../../format/use-format.js';
import { focusFirstMistake } from '../../../forms/first-mistake.js';
import { Panel } from '../../../ui/panel.js';
import { askAgain } from '../ask-again.js';
import { Refused } from '../refused.js';
import { ChangeWords } from './change-words.js';
import { useDraft } from './use-draft.js';
import { VariableRow } from './variable-row.js';

interface VariableFormProps {
  instance: InstanceDetail;
  variables: RouterOutputs['instances']['variables'];
  /** Whether the last change was saved here, while this page is open. */
  isSaved: boolean;
  onSaved: () => void;
}

/** Rows or pasted text; nothing counts before it is saved, and what would change is said before. */
export function VariableForm({
  instance,
  variables: { envVars: saved, template },
  isSaved,
  onSaved,
}: VariableFormProps) {
  const { t } = useTranslation();
  const intent = useIntent();
  const locked = new Set(template.filter(({ isLocked }) => isLocked).map(({ name }) => name));
  const draft = useDraft(saved, locked);
  const [showsAll, setShowsAll] = useState(false);
  const update = useMutation(
    trpc.instances.update.mutationOptions({ onSuccess: onSaved, onSettled: askAgain }),
  );
  const isChanged = Object.values(draft.changes).some((names) => names.length > 0);
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (draft.isWrong) {
      focusFirstMistake();
      return;
    }
    const input = { id: instance.id, envVars: draft.envVars };
    update.mutate({ ...input, requestId: intent.requestIdFor(input) });
  };
  return (
    <Panel
      title={t('variables.title')}
      action={
        <SegmentedControl
          size="sm"
          aria-label={t('variables.mode')}
          value={draft.text === null ? 'rows' : 'text'}
          onChange={(mode) => (mode === 'text' ? draft.asText() : draft.asRows())}
          data={[
            { value: 'rows', label: t('variables.rows') },
            { value: 'text', label: t('variables.lines') },
          ]}
        />
      }
    >
      <form noValidate onSubmit={save}>
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {t('variables.text')}
          </Text>
          {draft.text === null ? (
            <Rows draft={draft} template={template} showsAll={showsAll} onShowAll={setShowsAll} />
          ) : (
            <Textarea
              label={t('variables.dotenv')}
              description={t('variables.dotenvHint')}
              autosize
              minRows={8}
              maxRows={24}
              value={draft.text}
              onChange={(event) => draft.setText(event.currentTarget.value)}
              error={draft.textMistake}
              autoComplete="off"
              spellCheck={false}
              styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
            />
          )}
          {draft.leftOut.length > 0 && (
            <Text size="sm" c="var(--warn)" role="status" style={{ overflowWrap: 'anywhere' }}>
              {t('variables.leftOut', { names: draft.leftOut.join(', ') })}
            </Text>
          )}
          {draft.tooMany && (
            <Text size="sm" c="var(--mantine-color-error)" role="alert">
              {t('variables.mistake.many')}
            </Text>
          )}
          {isChanged && (
            <Alert color="blue" title={t('variables.changes')}>
              <ChangeWords changes={draft.changes} />
            </Alert>
          )}
          {update.error && <Refused error={update.error} />}
          <SaveButtons
            instance={instance}
            isChanged={isChanged}
            isSaving={update.isPending}
            isSaved={isSaved}
            onDiscard={draft.reset}
          />
        </Stack>
      </form>
    </Panel>
  );
}

interface RowsProps {
  draft: ReturnType<typeof useDraft>;
  template: VariableFormProps['variables']['template'];
  showsAll: boolean;
  onShowAll: (shows: boolean) => void;
}

function Rows({ draft, template, showsAll, onShowAll }: RowsProps) {
  const { t } = useTranslation();
  return (
    <>
      {draft.rows.length === 0 && <Text>{t('variables.none')}</Text>}
      <Stack gap="sm">
        {draft.rows.map((row, index) => (
          <VariableRow
            key={row.key}
            row={row}
            number={index + 1}
            mistake={draft.wordFor(row)}
            hint={template.some(({ name }) => name === row.name) ? t('variables.overrides') : undefined}
            shows={showsAll}
            onChange={(change) => draft.set(row.key, change)}
            onRemove={() => draft.remove(row.key)}
          />
        ))}
      </Stack>
      <Group gap="sm">
        <Button
          size="sm"
          variant="default"
          onClick={draft.add}
          leftSection={<IconPlus size={16} aria-hidden />}
        >
          {t('variables.add')}
        </Button>
        {draft.rows.length > 0 && (
          <Button
            size="sm"
            variant="default"
            onClick={() => onShowAll(!showsAll)}
            leftSection={showsAll ? <IconEyeOff size={16} aria-hidden /> : <IconEye size={16} aria-hidden />}
          >
            {t(showsAll ? 'variables.hideAll' : 'variables.showAll')}
          </Button>
        )}
      </Group>
    </>
  );
}

interface SaveButtonsProps {
  instance: InstanceDetail;
  isChanged: boolean;
  isSaving: boolean;
  isSaved: boolean;
  onDiscard: () => void;
}

function SaveButtons({ instance, isChanged, isSaving, isSaved, onDiscard }: SaveButtonsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const runs = instance.status === 'RUNNING';
  const isBusy = instance.operation !== null;
  const duration = format.duration(instance.typicalStartSeconds * 1000);
  return (
    <Group gap="sm">
      <Button type="submit" loading={isSaving} disabled={!isChanged || isBusy}>
        {t(runs ? 'variables.save' : 'variables.saveStopped')}
      </Button>
      {isChanged && (
        <Button variant="default" onClick={onDiscard}>
          {t('variables.discard')}
        </Button>
      )}
      <Text size="sm" c="dimmed" role="status" style={{ flex: '1 1 240px' }}>
        {!isChanged && isSaved
          ? t(runs ? 'variables.saved' : 'variables.savedStopped')
          : instance.operation
            ? t('service.busy', { operation: t(`operation.kind.${instance.operation.kind}`) })
            : !isChanged
              ? t('variables.unchanged')
              : t(runs ? 'variables.saveHint' : 'variables.saveStoppedHint', { duration })}
      </Text>
    </Group>
  );
}
