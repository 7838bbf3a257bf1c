import { Button, Card, Stack, Text } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../ui/page.js';

/**
 * The way to Bull Board, which is a page of its own and cannot renew a session: it sends whoever was signed in for too long
 * back here, where the console has renewed it by the time this is read.
 */
export function QueuesPage() {
  const { t } = useTranslation();
  return (
    <Page title={t('admin.nav.queues')} text={t('admin.queues.text')}>
      <Card maw={560}>
        <Stack gap="md" align="flex-start">
          <Text size="sm" c="dimmed">
            {t('admin.queues.careful')}
          </Text>
          <Button
            component="a"
            href="/ops/queues"
            target="_blank"
            rel="noreferrer"
            rightSection={<IconExternalLink size={16} aria-hidden />}
            aria-label={`${t('admin.queues.open')}, ${t('common.newTab')}`}
          >
            {t('admin.queues.open')}
          </Button>
        </Stack>
      </Card>
    </Page>
  );
}
