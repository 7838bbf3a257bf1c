import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { z } from 'zod';

/** The one E.164 form of a number as people write it, `08…` being Indonesian and `00` as good as `+`; null for what is no phone number. */
export function toE164(typed: string): string | null {
  const dialled = typed.replace(/^\s*00/, '+');
  const number = parsePhoneNumberFromString(dialled, { defaultCountry: 'ID', extract: false });
  return number?.isValid() && number.ext === undefined ? number.number : null;
}

export const PhoneSchema = z
  .string()
  .max(40)
  .transform((typed, ctx) => {
    const number = toE164(typed.trim());
    if (number !== null) return number;
    ctx.addIssue({ code: 'custom', message: 'This is not a phone number, e.g. 0812 3456 7890' });
    return z.NEVER;
  });
