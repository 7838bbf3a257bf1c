import '../../forms/schemas-without-eval.js';
import { LoginInput, RegisterInput } from '@minispod/contracts/account';
import type { TFunction } from 'i18next';

const { name, email, password, phone } = RegisterInput.shape;

/** The API's own rules, in the reader's words: one sentence for each field. */
export function fieldChecks(t: TFunction) {
  return {
    name(typed: string) {
      if (name.safeParse(typed).success) return null;
      return t(typed.trim() === '' ? 'account.check.name' : 'account.check.nameOdd');
    },
    email: (typed: string) => (email.safeParse(typed).success ? null : t('account.check.email')),
    newPassword: (typed: string) => (password.safeParse(typed).success ? null : t('account.check.password')),
    password: (typed: string) =>
      LoginInput.shape.password.safeParse(typed).success ? null : t('account.check.passwordMissing'),
    phone: (typed: string) =>
      typed.trim() === '' || phone.safeParse(typed).success ? null : t('account.check.phone'),
  };
}
