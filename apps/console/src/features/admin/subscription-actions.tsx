import { Button, Group, VisuallyHidden } from '@mantine/core';
import type { SubscriptionView } from '@minispod/contracts/subscription';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../app/query-client.js';
import { trpc } from '../../app/trpc.js';
import { ProblemPanel } from '../../ui/problem-panel.js';
import { isLive } from '../subscription/situation.js';
import { ReasonSheet } from './reason-sheet.js';

interface SubscriptionActionsProps {
  subscription: SubscriptionView;
  /** Whose it is, by name. */
  customer: string;
}

/** What an administrator may do about somebody's subscription. */
export function SubscriptionActions({ subscription, customer }: SubscriptionActionsProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<'suspend' | 'cancel' | null>(null);
  const askAgain = () => queryClient.invalidateQueries({ queryKey: trpc.admin.pathKey() });
  const resume = useMutation(trpc.admin.subscriptions.resume.mutationOptions({ onSettled: askAgain }));
  const { id, status, suspendedBy, service } = subscription;
  if (!isLive(subscription)) return null;
  const about = <VisuallyHidden>{`: ${service.name}, ${customer}`}</VisuallyHidden>;
  return (
    <Group gap="xs">
      {resume.error && <ProblemPanel error={resume.error} />}
      {suspendedBy === 'ADMINISTRATOR' ? (
        <Button size="sm" variant="default" loading={resume.isPending} onClick={() => resume.mutate({ id })}>
          {t('admin.subscriptions.resume')}
          {about}
        </Button>
      ) : (
        status !== 'PENDING_UPGRADE' && (
          <Button size="sm" variant="default" onClick={() => setAsked('suspend')}>
            {t('admin.subscriptions.suspend')}
            {about}
          </Button>
        )
      )}
      {status !== 'PENDING_UPGRADE' && (
        <Button size="sm" variant="light" color="red" onClick={() => setAsked('cancel')}>
          {t('admin.subscriptions.cancel')}
          {about}
        </Button>
      )}
      {asked && (
        <ReasonSheet
          action={asked}
          subscription={subscription}
          customer={customer}
          onClose={() => setAsked(null)}
        />
      )}
    </Group>
  );
}
