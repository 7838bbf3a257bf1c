import { admin } from './admin.js';

/** What only operators read. */
export const operator = {
  admin,
};
