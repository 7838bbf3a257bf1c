import { account, home } from './account.js';
import { catalog, subscribe } from './catalog.js';
import { common, errors, frame, states } from './frame.js';
import { instance, notification, order, problem } from './service.js';
import { topUp, wallet } from './wallet.js';

export const en = {
  account,
  catalog,
  common,
  errors,
  frame,
  home,
  instance,
  notification,
  order,
  problem,
  states,
  subscribe,
  topUp,
  wallet,
};
