import { Alert, Button, Stack, Text } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../ui/links.js';

const OBSTACLES = ['QUOTA_EXCEEDED', 'DUPLICATE_SUBSCRIPTION', 'UPGRADE_REQUIRED', 'INVALID_PLAN'] as const;
type ObstacleCode = (typeof OBSTACLES)[number];

/** True for a refusal that trying again or paying more cannot lift; each has its own way on. */
export function isObstacle(code: string | null | undefined): code is ObstacleCode {
  return OBSTACLES.some((obstacle) => obstacle === code);
}

interface ObstacleProps {
  /** A full plan has its own answer: the waitlist. */
  obstacle: Exclude<ObstacleCode, 'QUOTA_EXCEEDED'>;
  serviceName: string;
  planName: string;
  /** The subscription in the way, if one is. */
  subscriptionId: string | null;
  onOtherPlans: () => void;
}

export function Obstacle({ obstacle, serviceName, planName, subscriptionId, onOtherPlans }: ObstacleProps) {
  const { t } = useTranslation();
  const names = { service: serviceName, plan: planName };
  return (
    <Alert
      role="alert"
      color="amber"
      icon={<IconHandStop aria-hidden />}
      title={t(`subscribe.obstacle.${obstacle}.title`, names)}
    >
      <Stack gap="md" align="flex-start">
        <Text size="sm">{t(`subscribe.obstacle.${obstacle}.text`, names)}</Text>
        {subscriptionId ? (
          <OpenExisting subscriptionId={subscriptionId}>
            {t(`subscribe.obstacle.${obstacle}.action`, names)}
          </OpenExisting>
        ) : (
          <Button variant="default" onClick={onOtherPlans}>
            {t(`subscribe.obstacle.${obstacle}.action`, names)}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

function OpenExisting({ subscriptionId, children }: { subscriptionId: string; children: string }) {
  return (
    <ButtonLink to="/subscriptions/$id" params={{ id: subscriptionId }} variant="default">
      {children}
    </ButtonLink>
  );
}
