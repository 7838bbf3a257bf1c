import { Button, NativeSelect, Text } from '@mantine/core';
import type { DomainView } from '@minispod/contracts/custom-domain';
import type { InstanceDetail } from '@minispod/contracts/instance';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../../app/trpc.js';
import { Confirm } from '../../../ui/confirm.js';
import { askAgain } from '../ask-again.js';
import { Refused } from '../refused.js';

interface MoveSheetProps {
  domain: DomainView;
  instance: InstanceDetail;
  onClose: () => void;
}

/** To another of one's services that is reached by browser. */
export function MoveSheet({ domain, instance, onClose }: MoveSheetProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<string | null>(null);
  const instances = useQuery(trpc.instances.list.queryOptions({ page: 1, limit: 100 }));
  const others = (instances.data?.items ?? []).filter(
    ({ id, service, status, deletionDueAt }) =>
      id !== instance.id &&
      service.protocol === 'http' &&
      status !== 'TERMINATED' &&
      status !== 'ERROR' &&
      deletionDueAt === null,
  );
  const move = useMutation(
    trpc.instances.moveDomain.mutationOptions({ onSuccess: onClose, onSettled: askAgain }),
  );
  const toInstanceId = chosen ?? others[0]?.id;
  return (
    <Confirm title={t('domains.moveSheet', { domain: domain.domain })} onClose={onClose}>
      {instances.data && others.length === 0 ? (
        <Text>{t('domains.moveNone')}</Text>
      ) : (
        <>
          <Text>{t('domains.moveText')}</Text>
          <NativeSelect
            label={t('domains.moveTo')}
            value={toInstanceId ?? ''}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data={others.map(({ id, name, service }) => ({ value: id, label: `${name} (${service.name})` }))}
          />
          {move.error && <Refused error={move.error} />}
          <Button
            size="lg"
            fullWidth
            disabled={!toInstanceId}
            loading={move.isPending}
            onClick={() =>
              toInstanceId && move.mutate({ id: instance.id, domainId: domain.id, toInstanceId })
            }
          >
            {t('domains.moveAction')}
          </Button>
        </>
      )}
    </Confirm>
  );
}

interface RemoveSheetProps {
  domain: DomainView;
  onClose: () => void;
}

export function RemoveSheet({ domain, onClose }: RemoveSheetProps) {
  const { t } = useTranslation();
  const remove = useMutation(
    trpc.instances.removeDomain.mutationOptions({ onSuccess: onClose, onSettled: askAgain }),
  );
  return (
    <Confirm title={t('domains.removeSheet', { domain: domain.domain })} onClose={onClose}>
      <Text>{t('domains.removeText')}</Text>
      {remove.error && <Refused error={remove.error} />}
      <Button
        color="red.9"
        size="lg"
        fullWidth
        loading={remove.isPending}
        onClick={() => remove.mutate({ id: domain.instanceId, domainId: domain.id })}
      >
        {t('domains.removeAction')}
      </Button>
    </Confirm>
  );
}
