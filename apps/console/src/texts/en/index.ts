import { account } from './account.js';
import { customer } from './customer.js';
import { lifecycle } from './lifecycle.js';
import { operator } from './operator.js';
import { paySteps } from './pay-steps.js';
import { visitor } from './visitor.js';

export const en = {
  ...visitor,
  account,
  ...customer,
  ...lifecycle,
  paySteps,
  ...operator,
  admin: { ...visitor.admin, ...operator.admin },
};
