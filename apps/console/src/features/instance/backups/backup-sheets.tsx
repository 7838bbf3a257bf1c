import { Button, Text } from '@mantine/core';
import type { InstanceDetail } from '@minispod/contracts/instance';
import type { BackupView } from '@minispod/contracts/operation';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useIntent } from '../../../app/intent.js';
import { trpc } from '../../../app/trpc.js';
import { useFormat } from '../../../format/use-format.js';
import { Confirm } from '../../../ui/confirm.js';
import { askAgain } from '../ask-again.js';
import { Refused } from '../refused.js';

interface CreateSheetProps {
  instance: InstanceDetail;
  /** Made while the app runs. */
  isHot: boolean;
  onClose: () => void;
}

export function CreateSheet({ instance, isHot, onClose }: CreateSheetProps) {
  const { t } = useTranslation();
  const intent = useIntent();
  const create = useMutation(
    trpc.instances.createBackup.mutationOptions({ onSuccess: onClose, onSettled: askAgain }),
  );
  const input = { id: instance.id };
  return (
    <Confirm title={t('backups.makeSheet')} onClose={onClose}>
      <Text>{t(isHot ? 'backups.makeHot' : 'backups.makeCold')}</Text>
      {create.error && <Refused error={create.error} />}
      <Button
        size="lg"
        fullWidth
        data-autofocus
        loading={create.isPending}
        onClick={() => create.mutate({ ...input, requestId: intent.requestIdFor(input) })}
      >
        {t('backups.make')}
      </Button>
    </Confirm>
  );
}

interface BackupSheetProps {
  instance: InstanceDetail;
  backup: BackupView;
  onClose: () => void;
}

/** Everything that going back means, before it happens. */
export function RestoreSheet({ instance, backup, onClose }: BackupSheetProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const intent = useIntent();
  const restore = useMutation(
    trpc.instances.restoreBackup.mutationOptions({ onSuccess: onClose, onSettled: askAgain }),
  );
  const input = { id: instance.id, backupId: backup.id };
  return (
    <Confirm title={t('backups.restoreSheet', { date: format.dateTime(backup.createdAt) })} onClose={onClose}>
      <Text>{t('backups.restoreText')}</Text>
      <Text fw={600}>{t('backups.restoreKept')}</Text>
      {backup.version !== instance.version && (
        <Text>{t('backups.restoreVersion', { version: backup.version, now: instance.version })}</Text>
      )}
      <Text size="sm" c="dimmed">
        {t('backups.restoreSafe')}
      </Text>
      {restore.error && <Refused error={restore.error} />}
      <Button
        color="red.9"
        size="lg"
        fullWidth
        loading={restore.isPending}
        onClick={() => restore.mutate({ ...input, requestId: intent.requestIdFor(input) })}
      >
        {t('backups.restoreAction')}
      </Button>
    </Confirm>
  );
}

export function DeleteSheet({ instance, backup, onClose }: BackupSheetProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const remove = useMutation(
    trpc.instances.deleteBackup.mutationOptions({ onSuccess: onClose, onSettled: askAgain }),
  );
  return (
    <Confirm title={t('backups.deleteSheet', { date: format.dateTime(backup.createdAt) })} onClose={onClose}>
      <Text>{t('backups.deleteText')}</Text>
      {remove.error && <Refused error={remove.error} />}
      <Button
        color="red.9"
        size="lg"
        fullWidth
        loading={remove.isPending}
        onClick={() => remove.mutate({ id: instance.id, backupId: backup.id })}
      >
        {t('backups.deleteAction')}
      </Button>
    </Confirm>
  );
}
