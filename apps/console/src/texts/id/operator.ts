import { admin } from './admin.js';
import { payments } from './payments.js';
import { reconciliation } from './reconciliation.js';

/** What only operators read. */
export const operator = {
  admin,
  payments,
  reconciliation,
};
