import { adminFrame } from './admin-frame.js';
import { catalog } from './catalog.js';
import { common, errors, frame, states } from './frame.js';

/** What every page may need, a visitor’s too: the only texts of the first load. */
export const visitor = {
  admin: adminFrame,
  catalog,
  common,
  errors,
  frame,
  states,
};
