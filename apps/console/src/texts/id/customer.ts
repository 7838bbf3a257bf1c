import { invoice, preference, reason } from './billing.js';
import { instance, notification, order, problem } from './service.js';
import { subscription } from './subscription.js';
import { topUp, wallet } from './wallet.js';

/** What only those read who are signed in. */
export const customer = {
  instance,
  invoice,
  notification,
  order,
  preference,
  problem,
  reason,
  subscription,
  topUp,
  wallet,
};
