import { Group, Skeleton, Stack, Text } from '@mantine/core';
import type { InstanceDetail } from '@minispod/contracts/instance';
import { IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouterOutputs } from '../../../app/router-outputs.js';
import { trpc } from '../../../app/trpc.js';
import { useFormat } from '../../../format/use-format.js';
import { Panel } from '../../../ui/panel.js';
import { QueryView } from '../../../ui/query-view.js';
import { ChangeWords } from './change-words.js';
import { VariableForm } from './variable-form.js';

type Variables = RouterOutputs['instances']['variables'];

/** The customer's own settings, the service's, and who changed which when. */
export function VariablesTab({ instance }: { instance: InstanceDetail }) {
  const [isSaved, setSaved] = useState(false);
  const variables = useQuery(trpc.instances.variables.queryOptions({ id: instance.id }));
  return (
    <QueryView
      query={variables}
      skeleton={
        <Stack gap="lg">
          <Skeleton h={280} radius="lg" />
          <Skeleton h={160} radius="lg" />
        </Stack>
      }
    >
      {(data) => (
        <Stack gap="lg">
          {/* Saved elsewhere, it begins anew; what is typed here stays while nothing else changes it. */}
          <VariableForm
            key={JSON.stringify(data.envVars)}
            instance={instance}
            variables={data}
            isSaved={isSaved}
            onSaved={() => setSaved(true)}
          />
          {data.template.length > 0 && <OfTheService variables={data} />}
          <History history={data.history} />
        </Stack>
      )}
    </QueryView>
  );
}

function OfTheService({ variables: { template, envVars } }: { variables: Variables }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('variables.template')}>
      <Text size="sm" c="dimmed" mb="sm">
        {t('variables.templateText')}
      </Text>
      <ul className="rows">
        {template.map(({ name, value, isLocked }) => (
          <Group component="li" key={name} justify="space-between" gap="xs" py={10}>
            <Group gap={6} wrap="nowrap">
              <Text className="address" fw={600} style={{ overflowWrap: 'anywhere' }}>
                {name}
              </Text>
              {isLocked && (
                <IconLock
                  size={16}
                  color="var(--mantine-color-dimmed)"
                  role="img"
                  aria-label={t('variables.locked')}
                >
                  <title>{t('variables.locked')}</title>
                </IconLock>
              )}
            </Group>
            <Text
              className="address"
              c="dimmed"
              td={Object.hasOwn(envVars, name) ? 'line-through' : undefined}
            >
              {value ?? t('variables.hidden')}
            </Text>
          </Group>
        ))}
      </ul>
    </Panel>
  );
}

function History({ history }: { history: Variables['history'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Panel title={t('variables.history')}>
      {history.length === 0 && <Text c="dimmed">{t('variables.historyNone')}</Text>}
      <ul className="rows">
        {history.map(({ at, actor, ...changes }) => (
          <li key={at} style={{ padding: '10px 0' }}>
            <ChangeWords changes={changes} />
            <Text size="sm" c="dimmed">
              {format.dateTime(at)} · {actorWord(actor, t('order.actor', { returnObjects: true }))}
            </Text>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** `user:0189…` is whoever looks at it. */
function actorWord(actor: string, words: Record<string, string>): string {
  const kind = actor.split(':')[0] ?? actor;
  return words[kind] ?? actor;
}
