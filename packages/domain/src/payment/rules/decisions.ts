import type { DecidePaymentInput } from '@minispod/contracts/payments';
import type { Payment } from '@minispod/database/entities/payment.entity';
import { isOpen } from './decide.js';

type Asked = Pick<Payment, 'gateway' | 'paidAt' | 'flag' | 'status' | 'challengedAt'>;

/**
 * What an administrator may decide about a gateway's payment: money that was not credited by itself either way, a card
 * under review only against it, because that money is not there.
 */
export function decisionsFor(payment: Asked): DecidePaymentInput['decision'][] {
  const { gateway, paidAt, flag, status, challengedAt } = payment;
  if (gateway === 'manual' || paidAt !== null) return [];
  if (flag === 'AMOUNT_DIFFERS' || flag === 'UNRESOLVED') return ['CREDIT', 'REJECT'];
  return challengedAt !== null && isOpen(status) ? ['REJECT'] : [];
}
