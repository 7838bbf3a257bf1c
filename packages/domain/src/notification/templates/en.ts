import type { Templates } from '../kinds.js';
import { health } from './en/health.js';
import { instance } from './en/instance.js';
import { lifecycle } from './en/lifecycle.js';
import { renewal } from './en/renewal.js';
import { subscription } from './en/subscription.js';
import { wallet } from './en/wallet.js';

export const english: Templates = {
  ...wallet,
  ...instance,
  ...health,
  ...lifecycle,
  ...renewal,
  ...subscription,
};
