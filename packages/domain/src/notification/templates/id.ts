import type { Templates } from '../kinds.js';
import { instance } from './id/instance.js';
import { renewal } from './id/renewal.js';
import { subscription } from './id/subscription.js';
import { wallet } from './id/wallet.js';

export const indonesian: Templates = { ...wallet, ...instance, ...renewal, ...subscription };
