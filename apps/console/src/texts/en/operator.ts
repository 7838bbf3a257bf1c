import { admin } from './admin.js';
import { approvals } from './approvals.js';
import { payments } from './payments.js';
import { reconciliation } from './reconciliation.js';

/** What only operators read. */
export const operator = {
  admin,
  approvals,
  payments,
  reconciliation,
};
