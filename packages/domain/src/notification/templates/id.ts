import type { Templates } from '../kinds.js';
import { health } from './id/health.js';
import { instance } from './id/instance.js';
import { lifecycle } from './id/lifecycle.js';
import { renewal } from './id/renewal.js';
import { subscription } from './id/subscription.js';
import { wallet } from './id/wallet.js';

export const indonesian: Templates = {
  ...wallet,
  ...instance,
  ...health,
  ...lifecycle,
  ...renewal,
  ...subscription,
};
