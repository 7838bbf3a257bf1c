import type { Templates } from '../kinds.js';
import { instance } from './en/instance.js';
import { renewal } from './en/renewal.js';
import { subscription } from './en/subscription.js';
import { wallet } from './en/wallet.js';

export const english: Templates = { ...wallet, ...instance, ...renewal, ...subscription };
