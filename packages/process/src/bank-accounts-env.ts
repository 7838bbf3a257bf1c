import type { BankAccount } from '@minispod/domain/payment/open-transfer';
import { z } from 'zod';

const accountOf = (text: string): BankAccount | null => {
  const [, bank = '', number = '', holder = ''] =
    /^([^:]{2,40}):([\d .-]{5,40}):(.{2,100})$/.exec(text) ?? [];
  const digits = number.replace(/\D/g, '');
  return digits.length < 5 ? null : { bank: bank.trim(), number: digits, holder: holder.trim() };
};

export const bankAccountsEnv = {
  /** Where customers transfer to by hand, as `bank:number:holder` with `;` between them; absent: it is not offered. */
  BANK_ACCOUNTS: z
    .string()
    .default('')
    .transform((text, context): BankAccount[] => {
      const entries = text.split(';').flatMap((entry) => entry.trim() || []);
      const accounts = entries.map(accountOf);
      const wrong = accounts.indexOf(null);
      if (wrong >= 0)
        context.addIssue({
          code: 'custom',
          message: `account ${wrong + 1} is not bank:number:holder, e.g. BCA:1234567890:PT Contoh`,
        });
      return accounts.filter((account) => account !== null);
    }),
};
