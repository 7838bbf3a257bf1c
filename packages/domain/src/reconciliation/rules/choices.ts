import type { DifferenceKind, Resolution } from '@minispod/contracts/payments';

interface Difference {
  kind: DifferenceKind;
  /** Signed rupiah in our books and in the list; null: nothing. */
  ours: number | null;
  theirs: number | null;
  /** A top-up of a customer's: false for refunds, and for orders that we do not know. */
  isPayment: boolean;
}

/** What an administrator can make of a difference. */
export function choicesFor({ kind, ours, theirs, isPayment }: Difference): Resolution[] {
  switch (kind) {
    case 'MISSING_HERE':
      return ['WRITE_OFF', 'EXPLAINED'];
    case 'MISSING_THERE':
      return ['LATER', 'WRITE_OFF', 'EXPLAINED'];
    case 'NOT_CREDITED':
      return ['CREDIT', 'EXPLAINED'];
    case 'TWICE_THERE':
      return isPayment ? ['CREDIT', 'WRITE_OFF', 'EXPLAINED'] : ['WRITE_OFF', 'EXPLAINED'];
    case 'AMOUNT_DIFFERS':
      return isPayment && (theirs ?? 0) > (ours ?? 0)
        ? ['CREDIT', 'WRITE_OFF', 'EXPLAINED']
        : ['WRITE_OFF', 'EXPLAINED'];
  }
}
