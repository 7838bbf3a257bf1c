import type { Rupiah } from '@minispod/contracts/rupiah';
import type { GatewayStatus } from '../../ports/payment-gateway.js';
import { type Decision, decide } from './decide.js';

type Answer = Pick<GatewayStatus, 'state' | 'grossAmount' | 'currency'>;
type Asked = Parameters<typeof decide>[0] & { amount: Rupiah; reviewedAt: Date | null };

/**
 * What to do about a payment, from all that an answer says. Money that is less than ours, in another currency, or of an
 * amount that cannot be read credits nothing and waits for an administrator, once: what they have decided stays.
 */
export function decideAnswer(payment: Asked, answer: Answer, now: Date): Decision {
  const decision = decide(payment, answer.state, now);
  const isCredit = decision.do === 'credit' || decision.do === 'credit-and-reverse';
  if (!isCredit || covers(answer, payment.amount)) return decision;
  return payment.reviewedAt === null ? { do: 'hold' } : { do: 'wait' };
}

/** Gateways may add their fees: more is enough. */
function covers({ grossAmount, currency }: Answer, amount: Rupiah): boolean {
  return (currency ?? 'IDR').toUpperCase() === 'IDR' && grossAmount !== null && grossAmount >= amount;
}
