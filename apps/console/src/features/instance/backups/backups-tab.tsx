import { Button, Stack, Text } from '@mantine/core';
import type { InstanceDetail } from '@minispod/contracts/instance';
import type { BackupView } from '@minispod/contracts/operation';
import { IconDatabaseExport, IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouterOutputs } from '../../../app/router-outputs.js';
import { trpc } from '../../../app/trpc.js';
import { useFormat } from '../../../format/use-format.js';
import { Empty } from '../../../ui/empty.js';
import { PagedRows } from '../../../ui/paged-rows.js';
import { Panel } from '../../../ui/panel.js';
import { Way } from '../../../ui/way.js';
import { BackupRow } from './backup-row.js';
import { CreateSheet, DeleteSheet, RestoreSheet } from './backup-sheets.js';
import { UndoRestore } from './undo-restore.js';

type Backups = RouterOutputs['instances']['backups'];
type Asked = { what: 'create' } | { what: 'restore' | 'delete'; backup: BackupView };

const route = getRouteApi('/account/instances/$id');
/** While one is being made, whether announcements get through or not. */
const POLL_MS = 5_000;

export function BackupsTab({ instance }: { instance: InstanceDetail }) {
  const { t } = useTranslation();
  const { page = 1 } = route.useSearch();
  const navigate = route.useNavigate();
  const [asked, setAsked] = useState<Asked | null>(null);
  const backups = useQuery({
    ...trpc.instances.backups.queryOptions({ id: instance.id, page, limit: 10 }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ status }) => status === 'PENDING') ? POLL_MS : false,
  });
  const close = () => setAsked(null);
  return (
    <Stack gap="lg">
      <Schedule instance={instance} backups={backups.data} onMake={() => setAsked({ what: 'create' })} />
      <PagedRows
        query={backups}
        keyOf={(backup) => backup.id}
        row={(backup) => (
          <BackupRow
            backup={backup}
            instance={instance}
            onRestore={() => setAsked({ what: 'restore', backup })}
            onDelete={() => setAsked({ what: 'delete', backup })}
          />
        )}
        onPage={(next) => navigate({ search: (before) => ({ ...before, page: next }), resetScroll: false })}
        empty={<Empty icon={IconDatabaseExport} title={t('backups.none')} text={t('backups.noneText')} />}
      />
      {asked?.what === 'create' && (
        <CreateSheet instance={instance} isHot={backups.data?.isHot ?? false} onClose={close} />
      )}
      {asked?.what === 'restore' && (
        <RestoreSheet instance={instance} backup={asked.backup} onClose={close} />
      )}
      {asked?.what === 'delete' && <DeleteSheet instance={instance} backup={asked.backup} onClose={close} />}
    </Stack>
  );
}

interface ScheduleProps {
  instance: InstanceDetail;
  backups: Backups | undefined;
  onMake: () => void;
}

function Schedule({ instance, backups, onMake }: ScheduleProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { status, operation, deletionDueAt } = instance;
  const mayMake =
    (status === 'RUNNING' || status === 'STOPPED') && operation === null && deletionDueAt === null;
  const schedule = backups?.schedule;
  return (
    <Panel
      title={t('backups.title')}
      action={
        <Button disabled={!mayMake} onClick={onMake} leftSection={<IconPlus size={18} aria-hidden />}>
          {t('backups.make')}
        </Button>
      }
    >
      <Text c="dimmed">{t('backups.text')}</Text>
      {/* One line is kept free for what is not known yet. */}
      <Text mih="1.55em">
        {schedule &&
          (schedule.everyHours === 0
            ? t('backups.scheduleNone')
            : schedule.everyHours === 24
              ? t('backups.scheduleDaily', { keep: schedule.keep })
              : t('backups.schedule', { count: schedule.everyHours, keep: schedule.keep }))}{' '}
        {schedule?.nextAt && t('backups.next', { date: format.dateTime(schedule.nextAt) })}
      </Text>
      {mayMake && backups?.restoreUndoUntil && (
        <Way
          title={t('backups.kept', { date: format.dateTime(backups.restoreUndoUntil) })}
          text={t('operation.undoText')}
        >
          <UndoRestore instanceId={instance.id} />
        </Way>
      )}
      {operation && (
        <Text size="sm" c="dimmed">
          {t('service.busy', { operation: t(`operation.kind.${operation.kind}`) })}
        </Text>
      )}
    </Panel>
  );
}
