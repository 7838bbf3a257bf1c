import { Button, Group, Stack, Switch, Text, VisuallyHidden } from '@mantine/core';
import '@mantine/core/styles/Switch.css';
import { IconArrowBarToUp } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../../app/query-client.js';
import { trpc } from '../../../app/trpc.js';
import { Panel } from '../../../ui/panel.js';
import { ProblemPanel } from '../../../ui/problem-panel.js';
import type { Routes } from './routes.js';

type Route = Routes['items'][number];

/** The gateways of each way to pay, in the order in which they are tried; a change is in force at once. */
export function RoutesPanel({ items, gateways }: Routes) {
  const { t } = useTranslation();
  const down = gateways.filter(({ downSince }) => downSince !== null).map(({ gateway }) => gateway);
  return (
    <Panel title={t('payments.gateways.routes')}>
      <Text size="sm" c="dimmed" mb="xs">
        {t('payments.gateways.routesText')}
      </Text>
      <ul className="rows">
        {items.map((route) => (
          <li key={route.method}>
            <RouteRow route={route} down={down} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

interface RouteRowProps {
  route: Route;
  /** Who does not answer just now. */
  down: Route['gateways'][number]['gateway'][];
}

function RouteRow({ route: { method, gateways }, down }: RouteRowProps) {
  const { t } = useTranslation();
  const [told, setTold] = useState('');
  const methodWord = t(`topUp.methods.${method}`);
  const name = (gateway: Route['gateways'][number]['gateway']) => t(`payments.gateway.${gateway}`);
  const setRoute = useMutation(
    trpc.admin.gateways.setRoute.mutationOptions({
      onSuccess: (routes, sent) => {
        queryClient.setQueryData(trpc.admin.gateways.routes.queryKey(), routes);
        const on = sent.gateways.filter(({ isEnabled }) => isEnabled).map(({ gateway }) => name(gateway));
        setTold(
          on.length > 0
            ? t('payments.gateways.saved', { order: on.join(', ') })
            : t('payments.gateways.savedNobody', { method: methodWord }),
        );
      },
      onError: () => queryClient.invalidateQueries({ queryKey: trpc.admin.gateways.pathKey() }),
    }),
  );
  const send = (wanted: Route['gateways']) =>
    setRoute.mutate({
      method,
      gateways: wanted.map(({ gateway, isEnabled }) => ({ gateway, isEnabled })),
    });
  const offered = gateways.filter(({ isEnabled, isConfigured }) => isEnabled && isConfigured);
  const front = offered.find(({ gateway }) => !down.includes(gateway));
  return (
    <Stack gap={6} py="md">
      <Group justify="space-between" align="flex-start" gap="sm">
        <div style={{ flex: '1 1 200px' }}>
          <Text fw={600}>{methodWord}</Text>
          <Text size="sm" c={offered.length > 0 ? 'dimmed' : 'var(--warn)'} role="status">
            {offered.length > 0 ? told : t('payments.gateways.nobody')}
          </Text>
        </div>
        <Stack component="ol" gap="xs" m={0} p={0} style={{ listStyle: 'none', flex: '1 1 320px' }}>
          {gateways.map((each, place) => (
            <Group component="li" key={each.gateway} justify="space-between" gap="sm" mih={42}>
              <Switch
                checked={each.isEnabled}
                disabled={setRoute.isPending}
                aria-label={t('payments.gateways.use', { gateway: name(each.gateway), method: methodWord })}
                label={
                  <Place
                    gateway={name(each.gateway)}
                    place={place}
                    route={each}
                    isFirst={each === front}
                    isDown={down.includes(each.gateway)}
                  />
                }
                onChange={(event) => {
                  const isEnabled = event.currentTarget.checked;
                  send(gateways.map((other) => (other === each ? { ...other, isEnabled } : other)));
                }}
              />
              {place > 0 && (
                <Button
                  size="sm"
                  variant="default"
                  loading={setRoute.isPending}
                  onClick={() => send([each, ...gateways.filter((other) => other !== each)])}
                  leftSection={<IconArrowBarToUp size={16} aria-hidden />}
                >
                  {t('payments.gateways.front')}
                  <VisuallyHidden>{`: ${name(each.gateway)}, ${methodWord}`}</VisuallyHidden>
                </Button>
              )}
            </Group>
          ))}
        </Stack>
      </Group>
      {setRoute.error && <ProblemPanel error={setRoute.error} />}
    </Stack>
  );
}

interface PlaceProps {
  gateway: string;
  place: number;
  route: Route['gateways'][number];
  /** Payments go here now. */
  isFirst: boolean;
  isDown: boolean;
}

function Place({ gateway, place, route: { isEnabled, isConfigured }, isFirst, isDown }: PlaceProps) {
  const { t } = useTranslation();
  const meaning = !isConfigured
    ? t('payments.gateways.notSetUp')
    : !isEnabled
      ? t('payments.gateways.turnedOff')
      : isDown
        ? t('payments.gateways.isDown')
        : t(isFirst ? 'payments.gateways.takes' : 'payments.gateways.standIn');
  return (
    <>
      {place + 1}.{' '}
      <Text span inherit fw={isFirst ? 700 : 500}>
        {gateway}
      </Text>
      <Text span size="sm" c="dimmed">
        {' · '}
        {meaning}
      </Text>
    </>
  );
}
