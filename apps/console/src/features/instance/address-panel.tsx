import '@mantine/core/styles/Code.css';
import { Anchor, Button, Code, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { InstanceDetail } from '@minispod/contracts/instance';
import { IconExternalLink, IconEye, IconEyeOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Copy } from '../../ui/copy.js';
import { Panel } from '../../ui/panel.js';
import { HealthLine } from './health-line.js';

/** Where it is reached: a web address to open, or a connection string to copy. */
export function AddressPanel({ instance }: { instance: InstanceDetail }) {
  const { t } = useTranslation();
  const { publicUrl, adminUrl, sslEnabled, connectionString, health, operation } = instance;
  return (
    <Panel title={publicUrl ? t('instance.address') : t('instance.connection')}>
      <Stack gap="md">
        {publicUrl && (
          <Group justify="space-between" gap="md">
            <Text fz={{ base: 'lg', sm: 'xl' }} fw={600} className="address" style={{ minWidth: 0 }}>
              {publicUrl}
            </Text>
            <Group gap="xs">
              <Copy value={publicUrl} what={t('instance.address')} />
              <Button
                component="a"
                href={publicUrl}
                target="_blank"
                rel="noreferrer"
                size="sm"
                rightSection={<IconExternalLink size={16} aria-hidden />}
                aria-label={`${t('instance.open', { name: instance.name })}, ${t('common.newTab')}`}
              >
                {t('instance.openAddress')}
              </Button>
            </Group>
          </Group>
        )}
        {publicUrl && (
          <Group justify="space-between" gap="md">
            <Text size="sm" c="dimmed">
              {t(sslEnabled ? 'instance.encrypted' : 'instance.notEncrypted')}
            </Text>
            {adminUrl && (
              <Anchor href={adminUrl} target="_blank" rel="noreferrer" size="sm">
                {t('instance.administer')}
              </Anchor>
            )}
          </Group>
        )}
        {connectionString && <ConnectionString value={connectionString} />}
        {/* Stopped for a copy it does not answer, and is not ill: the operation's own panel says what becomes of it. */}
        {operation === null && <HealthLine health={health} />}
      </Stack>
    </Panel>
  );
}

function ConnectionString({ value }: { value: string }) {
  const { t } = useTranslation();
  const [shown, { toggle }] = useDisclosure();
  return (
    <Stack gap="sm">
      <Code block className="address" p="md" style={{ whiteSpace: 'pre-wrap' }}>
        {shown ? value : '••••••••••••••••••••••••••••'}
      </Code>
      <Group gap="xs">
        <Button
          size="sm"
          variant="default"
          onClick={toggle}
          leftSection={shown ? <IconEyeOff size={16} aria-hidden /> : <IconEye size={16} aria-hidden />}
          aria-label={shown ? t('instance.hideConnection') : t('instance.showConnection')}
        >
          {shown ? t('common.hide') : t('common.show')}
        </Button>
        <Copy value={value} what={t('instance.connection')} />
      </Group>
      <Text size="sm" c="dimmed">
        {t('instance.connectionHint')}
      </Text>
    </Stack>
  );
}
