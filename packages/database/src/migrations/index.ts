import { Foundation1763600000000 } from './0001-foundation.js';

/** In order; each runs in a transaction of its own. */
export const migrations = [Foundation1763600000000];
