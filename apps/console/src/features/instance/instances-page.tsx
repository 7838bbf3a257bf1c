import { INSTANCE_STATUSES } from '@minispod/contracts/instance';
import { IconPlus, IconServer2 } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../app/trpc.js';
import { Empty } from '../../ui/empty.js';
import { ButtonLink } from '../../ui/links.js';
import { Page } from '../../ui/page.js';
import { PagedRows } from '../../ui/paged-rows.js';
import { StatusFilter } from '../../ui/status-filter.js';
import { DueNotices } from '../subscription/due-notices.js';
import { InstanceRow } from './instance-row.js';

const route = getRouteApi('/account/instances');

export function InstancesPage() {
  const { t } = useTranslation();
  const { status, page = 1 } = route.useSearch();
  const navigate = route.useNavigate();
  const instances = useQuery({
    ...trpc.instances.list.queryOptions({ status, page, limit: 20 }),
    placeholderData: keepPreviousData,
  });
  return (
    <Page
      title={t('instance.title')}
      text={t('instance.text')}
      actions={
        <ButtonLink to="/catalog" leftSection={<IconPlus size={18} aria-hidden />}>
          {t('instance.add')}
        </ButtonLink>
      }
    >
      <DueNotices />
      <PagedRows
        query={instances}
        keyOf={(instance) => instance.id}
        row={(instance) => <InstanceRow instance={instance} />}
        onPage={(next) => navigate({ search: { status, page: next } })}
        isFiltered={status !== undefined}
        filters={
          <StatusFilter
            label={t('instance.filter')}
            value={status}
            options={INSTANCE_STATUSES}
            word={(option) => t(`states.instance.${option}`)}
            onChange={(next) => navigate({ search: { status: next } })}
          />
        }
        nothingFound={t('instance.emptyFiltered')}
        empty={
          <Empty icon={IconServer2} title={t('instance.emptyTitle')} text={t('instance.emptyText')}>
            <ButtonLink to="/catalog">{t('home.emptyAction')}</ButtonLink>
          </Empty>
        }
      />
    </Page>
  );
}
