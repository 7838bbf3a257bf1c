import { useTranslation } from 'react-i18next';
import { AnchorLink } from '../../../ui/links.js';

interface AlertLinkProps {
  kind: string;
  details: Record<string, unknown>;
}

/** From an alert about money to where something can be done about it; nothing for other alerts. */
export function PaymentAlertLink({ kind, details: { transactionId } }: AlertLinkProps) {
  const { t } = useTranslation();
  const look = { size: 'sm', underline: 'always', children: t('payments.alert.see') } as const;
  switch (kind) {
    case 'GATEWAY_DOWN':
      return <AnchorLink to="/admin/payments/gateways" {...look} />;
    case 'APPROVAL_WAITS':
      return <AnchorLink to="/admin/approvals" {...look} />;
    case 'PROOF_WAITING':
      return <AnchorLink to="/admin/payments/proofs" {...look} />;
    case 'DIFFERENCES_OPEN':
    case 'SETTLEMENT_LIST_MISSING':
      return <AnchorLink to="/admin/payments/reconciliation" {...look} />;
    default:
      if (typeof transactionId !== 'string') return null;
      return <AnchorLink to="/admin/payments/$id" params={{ id: transactionId }} {...look} />;
  }
}
