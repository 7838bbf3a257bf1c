import { invoice, preference, reason } from './billing.js';
import { home } from './home.js';
import { instance, notification, order, problem } from './service.js';
import { subscribe, waitlist } from './subscribe.js';
import { subscription } from './subscription.js';
import { topUp, wallet } from './wallet.js';

/** What those read who are signed in, or about to order. */
export const customer = {
  home,
  instance,
  invoice,
  notification,
  order,
  preference,
  problem,
  reason,
  subscribe,
  subscription,
  topUp,
  waitlist,
  wallet,
};
