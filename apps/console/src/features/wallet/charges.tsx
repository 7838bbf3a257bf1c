import { Group, Text } from '@mantine/core';
import type { WalletView } from '@minispod/contracts/wallet';
import { useFormat } from '../../format/use-format.js';
import { AnchorLink } from '../../ui/links.js';
import { Money } from '../../ui/money.js';

/** What will be charged and when; each leads to its subscription. */
export function Charges({ charges }: { charges: WalletView['upcoming'] }) {
  const format = useFormat();
  return (
    <ul className="rows">
      {charges.map(({ subscriptionId, serviceName, at, amount }) => (
        <Group
          component="li"
          key={`${subscriptionId}${at}`}
          justify="space-between"
          wrap="nowrap"
          gap="md"
          py={10}
        >
          <Text size="sm" c="dimmed">
            {format.date(at)} ·{' '}
            <AnchorLink to="/subscriptions/$id" params={{ id: subscriptionId }} inherit underline="always">
              {serviceName}
            </AnchorLink>
          </Text>
          <Text fw={500}>
            <Money amount={amount} />
          </Text>
        </Group>
      ))}
    </ul>
  );
}
