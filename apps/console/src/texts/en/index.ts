import { customer } from './customer.js';
import { operator } from './operator.js';
import { visitor } from './visitor.js';

export const en = { ...visitor, ...customer, admin: { ...visitor.admin, ...operator.admin } };
