import { Badge, Group, Stack, Text, Title } from '@mantine/core';
import type { ServiceSummary } from '@minispod/contracts/catalog';
import { formatRupiah } from '@minispod/contracts/rupiah';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../texts/locale.js';
import { localized } from '../../texts/localized.js';
import { AppLogo } from '../../ui/app-logo.js';
import { CardLink } from '../../ui/links.js';

export function ServiceCard({ service }: { service: ServiceSummary }) {
  const { t } = useTranslation();
  const { description } = localized(service, useLocale());
  return (
    <CardLink to="/catalog/$slug" params={{ slug: service.slug }} className="surface clickable">
      <Stack gap="md" h="100%" justify="space-between">
        <Stack gap="sm">
          <Group justify="space-between" align="flex-start" wrap="nowrap">
            <AppLogo icon={service.icon} name={service.name} />
            {service.availableQuota === 0 && (
              <Badge color="gray" variant="light" tt="none" size="lg">
                {t('catalog.soldOut')}
              </Badge>
            )}
          </Group>
          <div>
            <Title order={3}>{service.name}</Title>
            <Text c="dimmed" size="sm" lineClamp={3}>
              {description}
            </Text>
          </div>
        </Stack>
        <Group justify="space-between" gap="xs">
          <Text fw={600} className="figures">
            {service.fromPrice === 0
              ? t('catalog.fromFree')
              : t('catalog.from', { price: formatRupiah(service.fromPrice) })}
          </Text>
          <Text size="sm" c="dimmed">
            {t('catalog.plans', { count: service.planCount })}
          </Text>
        </Group>
      </Stack>
    </CardLink>
  );
}
