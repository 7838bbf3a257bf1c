import { Badge, Button, Group, Text } from '@mantine/core';
import type { InstanceDetail } from '@minispod/contracts/instance';
import type { BackupView } from '@minispod/contracts/operation';
import { IconDownload, IconRosetteDiscountCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../format/use-format.js';
import { StateBadge } from '../../../ui/state-badge.js';

interface BackupRowProps {
  backup: BackupView;
  instance: InstanceDetail;
  onRestore: () => void;
  onDelete: () => void;
}

const TONES = { PENDING: 'progress', SUCCEEDED: 'running', FAILED: 'broken', DELETED: 'off' } as const;

/** When, of what size and kind, whether it was tried, and what one may do with it. */
export function BackupRow({ backup, instance, onRestore, onDelete }: BackupRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { id, status, kind, version, sizeBytes, createdAt, expiresAt } = backup;
  const date = format.dateTime(createdAt);
  const facts = [
    t(`backups.kind.${kind}`),
    t('backups.ofVersion', { version }),
    sizeBytes !== null && format.bytes(sizeBytes),
    expiresAt && t('backups.until', { date: format.date(expiresAt) }),
  ].filter(Boolean);
  const isBusy = instance.operation !== null;
  const isEnded = instance.status === 'TERMINATED' || instance.deletionDueAt !== null;
  return (
    <Group justify="space-between" gap="sm" py="sm">
      <div style={{ flex: '1 1 280px', minWidth: 0 }}>
        <Group gap="xs">
          <Text fw={600} className="figures">
            {date}
          </Text>
          {status !== 'SUCCEEDED' && <StateBadge tone={TONES[status]} word={t(`backups.status.${status}`)} />}
          {backup.provenAt && <Proven at={backup.provenAt} />}
        </Group>
        <Text size="sm" c="dimmed">
          {facts.join(' · ')}
        </Text>
        {status === 'FAILED' && (
          <Text size="sm">
            {t('backups.failed')}
            {backup.problem && (
              <Text span size="sm" c="dimmed" className="address">
                {' '}
                {backup.problem.message}
              </Text>
            )}
          </Text>
        )}
      </div>
      {status === 'SUCCEEDED' && (
        <Group gap="xs">
          <Button
            size="sm"
            variant="default"
            disabled={isBusy || isEnded}
            onClick={onRestore}
            aria-label={t('backups.restoreOf', { date })}
          >
            {t('backups.restore')}
          </Button>
          <Button
            component="a"
            href={`/api/user/services/instances/${instance.id}/backups/${id}/download`}
            download
            size="sm"
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
            aria-label={t('backups.downloadOf', { date })}
          >
            {t('backups.download')}
          </Button>
          <Button
            size="sm"
            variant="light"
            color="red"
            disabled={isBusy}
            onClick={onDelete}
            aria-label={t('backups.deleteOf', { date })}
          >
            {t('backups.delete')}
          </Button>
        </Group>
      )}
    </Group>
  );
}

function Proven({ at }: { at: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = t('backups.provenText', { date: format.date(at) });
  return (
    <Badge
      color="green"
      variant="light"
      tt="none"
      size="lg"
      title={words}
      leftSection={<IconRosetteDiscountCheck size={15} aria-hidden />}
    >
      {t('backups.proven')}
    </Badge>
  );
}
