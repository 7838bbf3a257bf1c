import { Button, Stack, Text } from '@mantine/core';
import type { InstanceDetail } from '@minispod/contracts/instance';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useIntent } from '../../app/intent.js';
import { trpc } from '../../app/trpc.js';
import { useFormat } from '../../format/use-format.js';
import { Confirm } from '../../ui/confirm.js';
import { askAgain } from './ask-again.js';
import { Refused } from './refused.js';

interface UpdateSheetProps {
  instance: InstanceDetail;
  update: NonNullable<InstanceDetail['update']>;
  onClose: () => void;
}

/** What is new, and what happens when one says yes. */
export function UpdateSheet({ instance, update, onClose }: UpdateSheetProps) {
  const { t } = useTranslation();
  const { locale } = useFormat();
  const intent = useIntent();
  const start = useMutation(
    trpc.instances.updateApp.mutationOptions({ onSuccess: onClose, onSettled: askAgain }),
  );
  const input = { id: instance.id, version: update.version };
  return (
    <Confirm title={t('service.updateSheet', { version: update.version })} onClose={onClose}>
      <Stack gap={4}>
        <Text fw={600}>{t('service.updateWhatsNew')}</Text>
        <Text style={{ whiteSpace: 'pre-line' }}>
          {update.changes?.[locale] ?? t('service.updateNoChanges')}
        </Text>
      </Stack>
      <Stack gap={4}>
        <Text fw={600}>{t('service.updateSteps')}</Text>
        <ol style={{ margin: 0, paddingInlineStart: 20 }}>
          <li>{t('service.updateStep.backup')}</li>
          <li>{t('service.updateStep.apply')}</li>
          <li>{t('service.updateStep.rollback', { version: instance.version })}</li>
        </ol>
      </Stack>
      {start.error && <Refused error={start.error} />}
      <Button
        size="lg"
        fullWidth
        data-autofocus
        loading={start.isPending}
        onClick={() => start.mutate({ ...input, requestId: intent.requestIdFor(input) })}
      >
        {t('service.updateStart')}
      </Button>
    </Confirm>
  );
}
