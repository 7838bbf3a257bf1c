import { Foundation1763600000000 } from './0001-foundation.js';
import { Billing1763700000000 } from './0002-billing.js';
import { Lifecycle1763800000000 } from './0003-lifecycle.js';
import { Payments1763900000000 } from './0004-payments.js';
import { MoneyBack1764100000000 } from './0006-money-back.js';

/** In order; each runs in a transaction of its own. */
export const migrations = [
  Foundation1763600000000,
  Billing1763700000000,
  Lifecycle1763800000000,
  Payments1763900000000,
  MoneyBack1764100000000,
];
