import { Card, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconRocket } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useUser } from '../../app/session.js';
import { trpc } from '../../app/trpc.js';
import { Empty } from '../../ui/empty.js';
import { AnchorLink, ButtonLink } from '../../ui/links.js';
import { Page } from '../../ui/page.js';
import { Panel } from '../../ui/panel.js';
import { QueryView } from '../../ui/query-view.js';
import { RowSkeletons } from '../../ui/row-skeletons.js';
import { InstanceRow } from '../instance/instance-row.js';
import { Charges } from '../wallet/charges.js';
import { NeedsYou } from './needs-you.js';

/** Enough to see how things are; the rest is one tap away. */
const SHOWN = 6;

export function HomePage() {
  const { t } = useTranslation();
  const user = useUser();
  const instances = useQuery(trpc.instances.list.queryOptions({ page: 1, limit: 50 }));
  const firstName = user?.name.split(/\s+/)[0] ?? '';
  return (
    <Page title={t('home.title', { name: firstName })}>
      <QueryView
        query={instances}
        skeleton={
          <Card>
            <RowSkeletons />
          </Card>
        }
      >
        {({ items }) => {
          const live = items.filter(({ status }) => status !== 'TERMINATED' && status !== 'ERROR');
          return (
            <Stack gap="lg">
              <NeedsYou instances={items} />
              {items.length === 0 ? (
                <Empty icon={IconRocket} title={t('home.emptyTitle')} text={t('home.emptyText')}>
                  <ButtonLink to="/catalog" size="lg">
                    {t('home.emptyAction')}
                  </ButtonLink>
                </Empty>
              ) : (
                <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg" style={{ alignItems: 'start' }}>
                  <Panel
                    title={t('home.runs')}
                    action={
                      <AnchorLink to="/instances" size="sm">
                        {t('home.allServices')}
                      </AnchorLink>
                    }
                  >
                    {live.length === 0 && <Text c="dimmed">{t('instance.emptyTitle')}</Text>}
                    <ul className="rows">
                      {live.slice(0, SHOWN).map((instance) => (
                        <li key={instance.id}>
                          <InstanceRow instance={instance} />
                        </li>
                      ))}
                    </ul>
                  </Panel>
                  <Due />
                </SimpleGrid>
              )}
            </Stack>
          );
        }}
      </QueryView>
    </Page>
  );
}

function Due() {
  const { t } = useTranslation();
  const wallet = useQuery(trpc.wallet.get.queryOptions());
  return (
    <Panel title={t('home.due')}>
      <QueryView query={wallet} skeleton={<RowSkeletons rows={2} />}>
        {({ upcoming }) =>
          upcoming.length === 0 ? (
            <Text c="dimmed">{t('home.nothingDue')}</Text>
          ) : (
            <Charges charges={upcoming.slice(0, SHOWN)} />
          )
        }
      </QueryView>
    </Panel>
  );
}
