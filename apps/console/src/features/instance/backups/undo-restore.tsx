import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useIntent } from '../../../app/intent.js';
import { trpc } from '../../../app/trpc.js';
import { askAgain } from '../ask-again.js';
import { Refused } from '../refused.js';

/** It was the wrong backup: the data of before is still there. */
export function UndoRestore({ instanceId }: { instanceId: string }) {
  const { t } = useTranslation();
  const intent = useIntent();
  const undo = useMutation(trpc.instances.undoRestore.mutationOptions({ onSettled: askAgain }));
  const input = { id: instanceId };
  return (
    <>
      <Button
        size="sm"
        variant="default"
        loading={undo.isPending}
        onClick={() => undo.mutate({ ...input, requestId: intent.requestIdFor(input) })}
      >
        {t('operation.undo')}
      </Button>
      {undo.error && <Refused error={undo.error} />}
    </>
  );
}
