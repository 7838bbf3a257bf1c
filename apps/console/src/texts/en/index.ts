import { account, home } from './account.js';
import { admin } from './admin.js';
import { invoice, preference, reason } from './billing.js';
import { catalog, subscribe } from './catalog.js';
import { common, errors, frame, states } from './frame.js';
import { instance, notification, order, problem } from './service.js';
import { subscription, waitlist } from './subscription.js';
import { topUp, wallet } from './wallet.js';

export const en = {
  account,
  admin,
  catalog,
  common,
  errors,
  frame,
  home,
  instance,
  invoice,
  notification,
  order,
  preference,
  problem,
  reason,
  states,
  subscribe,
  subscription,
  topUp,
  waitlist,
  wallet,
};
