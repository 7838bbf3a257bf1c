import type { InstanceDetail } from '@minispod/contracts/instance';
import { formatRupiah } from '@minispod/contracts/rupiah';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../app/trpc.js';
import { formatStorage } from '../../format/size.js';
import { useFormat } from '../../format/use-format.js';
import { Facts } from '../../ui/facts.js';
import { AnchorLink } from '../../ui/links.js';
import { Panel } from '../../ui/panel.js';

/** What it has and what it costs. */
export function InstanceFacts({ instance }: { instance: InstanceDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: subscription } = useQuery(
    trpc.subscriptions.get.queryOptions({ id: instance.subscriptionId }),
  );
  const { cpuMilli, memoryMb, storageGb } = instance.resources;
  const rows: [string, React.ReactNode][] = [
    [t('service.version'), instance.version],
    [t('instance.plan'), instance.planName],
    [t('catalog.processor'), format.cpu(cpuMilli)],
    [t('catalog.memory'), format.memory(memoryMb)],
    [t('catalog.storage'), formatStorage(storageGb)],
  ];
  if (subscription) {
    const per = t(subscription.billingCycle === 'YEARLY' ? 'common.perYear' : 'common.perMonth');
    const price = subscription.price === 0 ? t('common.free') : `${formatRupiah(subscription.price)} ${per}`;
    rows.push([
      t('instance.price'),
      <span key="price" className="figures">
        {price}
      </span>,
    ]);
    if (subscription.status === 'ACTIVE' && subscription.nextBilling && subscription.amountDue === 0) {
      const label = subscription.autoRenew ? t('instance.nextBilling') : t('instance.endsOn');
      rows.push([label, format.date(subscription.nextBilling)]);
    }
  }
  if (instance.podName !== null) {
    rows.push([
      t('instance.pod'),
      <span key="pod" className="address">
        {instance.podName}
      </span>,
    ]);
  }
  rows.push([
    t('instance.subscription'),
    <AnchorLink key="subscription" to="/subscriptions/$id" params={{ id: instance.subscriptionId }}>
      {t('subscription.see')}
    </AnchorLink>,
  ]);
  if (instance.orderId) {
    rows.push([
      t('instance.order'),
      <AnchorLink key="order" to="/orders/$id" params={{ id: instance.orderId }}>
        {t('instance.openOrder')}
      </AnchorLink>,
    ]);
  }
  return (
    <Panel title={t('instance.resources')}>
      <Facts rows={rows} />
    </Panel>
  );
}
