import type { UserView } from '@minispod/contracts/account';

export function isOperator(user: UserView | null): boolean {
  return user !== null && user.role !== 'USER';
}

/** The way into the operator's section, for those who may go there. */
export function operatorPages(user: UserView): 'operator'[] {
  return isOperator(user) ? ['operator'] : [];
}
