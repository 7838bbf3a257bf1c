import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../app/trpc.js';
import { ButtonLink } from '../../ui/links.js';

/** The documents of an order: its invoice, and what corrected it later. */
export function OrderInvoices({ orderId }: { orderId: string }) {
  const { t } = useTranslation();
  const invoices = useQuery(trpc.invoices.list.queryOptions({ orderId })).data?.items ?? [];
  return invoices.map(({ id, number, kind }) => (
    <ButtonLink key={id} to="/invoices/$id" params={{ id }} variant="default">
      {`${t(`invoice.kind.${kind}`)} ${number}`}
    </ButtonLink>
  ));
}
