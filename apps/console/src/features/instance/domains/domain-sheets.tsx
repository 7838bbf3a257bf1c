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

interface OneDomainProps {
  domain: DomainView;
  onClose: () => void;
}

/** The app takes the domain for its own address, or goes back to the one that we gave. */
export function MainSheet({ domain, onClose }: OneDomainProps) {
  const { t } = useTranslation();
  const choose = useMutation(
    trpc.instances.setMainDomain.mutationOptions({ onSuccess: onClose, onSettled: askAgain }),
  );
  const action = t(domain.isMain ? 'domains.leaveMain' : 'domains.makeMain');
  return (
    <Confirm title={domain.domain} onClose={onClose}>
      {!domain.isMain && <Text>{t('domains.mainText')}</Text>}
      <Text>{t('domains.mainRestart')}</Text>
      {choose.error && <Refused error={choose.error} />}
      <Button
        size="lg"
        fullWidth
        loading={choose.isPending}
        onClick={() => choose.mutate({ id: domain.instanceId, domainId: domain.isMain ? null : domain.id })}
      >
        {action}
      </Button>
    </Confirm>
  );
}

export function RemoveSheet({ domain, onClose }: OneDomainProps) {
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
