import { Foundation1763600000000 } from './0001-foundation.js';
import { Billing1763700000000 } from './0002-billing.js';
import { Lifecycle1763800000000 } from './0003-lifecycle.js';
import { Payments1763900000000 } from './0004-payments.js';
import { GatewayAnswers1764000000000 } from './0005-gateway-answers.js';
import { MoneyBack1764100000000 } from './0006-money-back.js';
import { Fairness1764200000000 } from './0007-fairness.js';
import { Quotes1764300000000 } from './0008-quotes.js';
import { Passes1764400000000 } from './0009-passes.js';
import { Refusals1764500000000 } from './0010-refusals.js';
import { Security1764700000000 } from './0012-security.js';
import { Platform1764800000000 } from './0013-platform.js';
import { Addresses1764900000000 } from './0014-addresses.js';

/** In order; each runs in a transaction of its own. */
export const migrations = [
  Foundation1763600000000,
  Billing1763700000000,
  Lifecycle1763800000000,
  Payments1763900000000,
  GatewayAnswers1764000000000,
  MoneyBack1764100000000,
  Fairness1764200000000,
  Quotes1764300000000,
  Passes1764400000000,
  Refusals1764500000000,
  Security1764700000000,
  Platform1764800000000,
  Addresses1764900000000,
];
